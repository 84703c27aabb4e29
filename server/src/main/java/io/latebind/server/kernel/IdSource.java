package io.latebind.server.kernel;

import java.util.UUID;

/** Where ids and random bytes come from; made in Wiring alone, so that tests can repeat a run. */
public interface IdSource {
    /** A new UUIDv7 (RFC 9562): later ones sort behind earlier ones. */
    UUID newUuid();

    /** {@code length} bytes from a cryptographically strong source. */
    byte[] randomBytes(int length);
}
