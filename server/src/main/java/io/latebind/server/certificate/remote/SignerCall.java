package io.latebind.server.certificate.remote;

import io.latebind.server.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What is sent to a signer.
 *
 * @param body empty: a GET
 * @param roots as {@link SignerSettings#roots}
 */
public record SignerCall(
        String url,
        Map<String, String> headers,
        Optional<byte[]> body,
        List<X509CertificateHolder> roots,
        Optional<ClientKey> client) {

    /**
     * What the service proves itself with.
     *
     * @param key PKCS#8 in PEM
     */
    public record ClientKey(List<X509CertificateHolder> chain, Secret key) {}

    /** Headers may hold a password. */
    @Override
    public String toString() {
        return "SignerCall[redacted]";
    }
}
