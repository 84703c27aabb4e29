package io.latebind.server.certificate.remote;

import io.latebind.server.kernel.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof SignerCall call
                && url.equals(call.url)
                && headers.equals(call.headers)
                && Arrays.equals(body.orElse(null), call.body.orElse(null))
                && roots.equals(call.roots)
                && client.equals(call.client);
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, headers, Arrays.hashCode(body.orElse(null)), roots, client);
    }

    /** Headers may hold a password. */
    @Override
    public String toString() {
        return "SignerCall[redacted]";
    }
}
