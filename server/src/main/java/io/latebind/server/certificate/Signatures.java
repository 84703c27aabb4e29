package io.latebind.server.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** Whether keys and certificates fit. */
public final class Signatures {
    private static final byte[] CHALLENGE = {'l', 'a', 't', 'e', 'b', 'i', 'n', 'd'};

    private Signatures() {}

    public static boolean isSignedBy(X509CertificateHolder certificate, X509CertificateHolder issuer) {
        try {
            return certificate.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(issuer.getSubjectPublicKeyInfo()));
        } catch (OperatorCreationException | CertException notThat) {
            return false;
        }
    }

    public static boolean belongTogether(PrivateKey key, X509CertificateHolder certificate) {
        try {
            Signature signature = Signature.getInstance(SigningAlgorithm.name(key));
            signature.initSign(key);
            signature.update(CHALLENGE);
            byte[] signed = signature.sign();
            signature.initVerify(new JcaPEMKeyConverter().getPublicKey(certificate.getSubjectPublicKeyInfo()));
            signature.update(CHALLENGE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | PEMException otherKinds) {
            return false;
        }
    }
}
