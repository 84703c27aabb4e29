package io.latebind.server.certificate;

import io.latebind.contract.token.P256PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a device wants to be certified. The caller has checked that the device made it.
 *
 * @param der PKCS#10 as the modem signed it
 * @param key the public key in it
 */
public record CertificateRequest(byte[] der, P256PublicKey key) {
    public CertificateRequest {
        der = der.clone();
    }

    @Override
    public byte[] der() {
        return der.clone();
    }

    /** Whether the certificate is for the key that the device made. */
    public boolean isAnsweredBy(X509CertificateHolder certificate) {
        SubjectPublicKeyInfo wanted = SubjectPublicKeyInfo.getInstance(key.spki());
        SubjectPublicKeyInfo got = certificate.getSubjectPublicKeyInfo();
        return got.getAlgorithm().equals(wanted.getAlgorithm())
                && Arrays.equals(
                        got.getPublicKeyData().getBytes(),
                        wanted.getPublicKeyData().getBytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificateRequest request && Arrays.equals(der, request.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "CertificateRequest[" + key + "]";
    }
}
