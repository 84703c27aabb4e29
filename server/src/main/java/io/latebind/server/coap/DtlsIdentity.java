package io.latebind.server.coap;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server proves itself with: an EC P-256 certificate and its key.
 *
 * @param chain the server's own certificate first
 */
public record DtlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public DtlsIdentity {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
