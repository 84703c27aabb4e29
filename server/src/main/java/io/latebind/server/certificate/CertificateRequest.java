package io.latebind.server.certificate;

import io.latebind.contract.token.P256PublicKey;
import java.util.Arrays;

/**
 * A certificate signing request whose own signature verifies.
 *
 * @param der PKCS#10, as the modem signed it
 * @param key the key in it
 */
public record CertificateRequest(byte[] der, P256PublicKey key) {
    public CertificateRequest {
        der = der.clone();
    }

    @Override
    public byte[] der() {
        return der.clone();
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
