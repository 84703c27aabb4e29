package io.latebind.benchmarks;

import com.github.f4b6a3.uuid.UuidCreator;
import io.latebind.server.kernel.IdSource;
import java.security.SecureRandom;
import java.util.UUID;

/** Ids as the service makes them. */
final class BenchmarkIds implements IdSource {
    private final SecureRandom random = new SecureRandom();

    @Override
    public UUID newUuid() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    @Override
    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
