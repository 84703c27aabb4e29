package io.latebind.server.http;

import java.util.Optional;

/**
 * Whom a call believes, and what it proves itself with.
 *
 * @param rootsPem certificates under which the other side's must stand; empty: those of the machine's Java
 * @param client a certificate of the caller's own, with its key
 */
public record OutboundTrust(Optional<byte[]> rootsPem, Optional<TlsMaterial> client) {
    /** Everybody whom the machine believes; no certificate of one's own. */
    public static OutboundTrust ofMachine() {
        return new OutboundTrust(Optional.empty(), Optional.empty());
    }

    boolean isOfMachine() {
        return rootsPem.isEmpty() && client.isEmpty();
    }

    @Override
    public String toString() {
        return "OutboundTrust[redacted]";
    }
}
