package io.latebind.server.http;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a listener proves itself with.
 *
 * @param chainPem the server's certificate first
 * @param keyPem its private key, unencrypted PKCS#8
 */
public record TlsMaterial(byte[] chainPem, byte[] keyPem) {
    /** @throws StartRefused when a file cannot be read */
    public static TlsMaterial read(Path chain, Path key) {
        return new TlsMaterial(bytes(chain, "certificate chain"), bytes(key, "private key"));
    }

    private static byte[] bytes(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartRefused("The TLS " + what + " " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a PEM file that this user may read.");
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
