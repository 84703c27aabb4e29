package io.latebind.server.tls;

import io.latebind.server.kernel.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a TLS listener needs.
 *
 * @param certificateChain PEM, the server's own certificate first
 * @param privateKey PEM, PKCS#8, not encrypted
 */
public record PemPair(String certificateChain, Secret privateKey) {
    /** For a listener that reads no PEM. */
    public List<X509Certificate> certificates() {
        return Pem.certificates(certificateChain);
    }

    /** For a listener that reads no PEM. */
    public PrivateKey key() {
        return Pem.privateKey(privateKey.reveal())
                .orElseThrow(() -> new IllegalStateException("the device port's private key is not readable"));
    }
}
