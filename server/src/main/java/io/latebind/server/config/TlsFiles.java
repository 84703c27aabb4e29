package io.latebind.server.config;

import java.nio.file.Path;

/** A certificate chain (PEM, the server's own first) and its private key (PEM, PKCS#8). */
public record TlsFiles(Path certificate, Path privateKey) {}
