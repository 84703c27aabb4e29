package io.latebind.server.certificate;

import io.latebind.server.kernel.Secret;
import java.util.Optional;

/**
 * An authority as a team brings it here. Never shown, logged or stored as it is.
 */
public sealed interface AuthorityMaterial {
    /**
     * @param chain PEM certificates: the issuing authority, and those above it in whatever order
     * @param key PEM: PKCS#8, encrypted or not, or the older forms of EC and RSA keys
     * @param password of the key
     */
    record Pem(String chain, Secret key, Optional<Secret> password) implements AuthorityMaterial {}

    /** @param content PKCS#12 with one private key and its chain */
    record Pkcs12(Secret content, Secret password) implements AuthorityMaterial {}
}
