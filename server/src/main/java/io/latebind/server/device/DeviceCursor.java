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

    /** What {@link #token} wrote; empty for anything else. */
    public static Optional<DeviceCursor> parse(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer fields = ByteBuffer.wrap(bytes);
            Instant claimedAt = Instant.EPOCH.plus(fields.getLong(), ChronoUnit.MICROS);
            return Optional.of(new DeviceCursor(claimedAt, new UUID(fields.getLong(), fields.getLong())));
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException notOurs) {
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
