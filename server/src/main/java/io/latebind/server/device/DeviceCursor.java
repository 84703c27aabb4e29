package io.latebind.server.device;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where a page of devices ended: the next one begins behind it, however the list has changed. */
public record DeviceCursor(Instant claimedAt, UUID device) {
    private static final int LENGTH = 3 * Long.BYTES;
    /** 9999-12-31T23:59:59Z, well within what PostgreSQL can compare with. */
    private static final long MAX_MICROS = 253_402_300_799L * 1_000_000;

    /** What {@link #token} wrote; empty for anything else. */
    public static Optional<DeviceCursor> parse(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer fields = ByteBuffer.wrap(bytes);
            long claimedAtMicros = fields.getLong();
            if (claimedAtMicros < 0 || claimedAtMicros > MAX_MICROS) {
                return Optional.empty();
            }
            Instant claimedAt = Instant.EPOCH.plus(claimedAtMicros, ChronoUnit.MICROS);
            return Optional.of(new DeviceCursor(claimedAt, new UUID(fields.getLong(), fields.getLong())));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    public String token() {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, claimedAt))
                .putLong(device.getMostSignificantBits())
                .putLong(device.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
