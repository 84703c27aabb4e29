package io.latebind.server.tls;

import io.latebind.server.kernel.Secret;

/**
 * What a TLS listener needs.
 *
 * @param certificateChain PEM, the server's own certificate first
 * @param privateKey PEM, PKCS#8, not encrypted
 */
public record PemPair(String certificateChain, Secret privateKey) {}
