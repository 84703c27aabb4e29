package io.latebind.server;

import io.latebind.server.kernel.IdSource;
import java.util.Random;
import java.util.UUID;

/** Ids and bytes that are the same in every run. */
public final class SeededIds implements IdSource {
    private final Random random;

    public SeededIds(long seed) {
        random = new Random(seed);
    }

    @Override
    public UUID newUuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
