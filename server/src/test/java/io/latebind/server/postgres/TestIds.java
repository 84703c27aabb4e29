package io.latebind.server.postgres;

import io.latebind.server.kernel.IdSource;
import java.security.SecureRandom;
import java.util.UUID;

/** Ids for tests that do not look at them. */
final class TestIds implements IdSource {
    private final SecureRandom random = new SecureRandom();

    @Override
    public UUID newUuid() {
        return UUID.randomUUID();
    }

    @Override
    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
