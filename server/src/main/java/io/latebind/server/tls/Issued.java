package io.latebind.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it. */
record Issued(X509Certificate certificate, PrivateKey privateKey) {
    private static final byte[] CHALLENGE = {'l', 'a', 't', 'e', 'b', 'i', 'n', 'd'};

    /** Whether the two are a pair; after a crash between the writing of one and of the other they are not. */
    static boolean belongTogether(X509Certificate certificate, PrivateKey privateKey) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            // the bare key: given the certificate, Java would refuse a root, whose usage is signing certificates only
            signature.initVerify(certificate.getPublicKey());
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKinds) {
            return false;
        }
    }

    boolean isSignedBy(PublicKey issuer) {
        try {
            certificate.verify(issuer);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Issued[" + certificate.getSubjectX500Principal() + "]";
    }
}
