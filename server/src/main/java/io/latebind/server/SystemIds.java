package io.latebind.server;

import com.github.f4b6a3.uuid.UuidCreator;
import io.latebind.server.kernel.IdSource;
import java.security.SecureRandom;
import java.util.UUID;

/** Ids and random bytes of the real world. */
public final class SystemIds implements IdSource {
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
