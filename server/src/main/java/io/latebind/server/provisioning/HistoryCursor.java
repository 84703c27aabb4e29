package io.latebind.server.provisioning;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where a page of the history ended: the next one begins behind it, however many lines were added. */
public record HistoryCursor(Instant at, UUID id) {
    private static final int LENGTH = 3 * Long.BYTES;
    /** 9999-12-31T23:59:59Z, well within what PostgreSQL can compare with. */
    private static final long MAX_MICROS = 253_402_300_799L * 1_000_000;

    /** What {@link #token} wrote; empty for anything else. */
    public static Optional<HistoryCursor> parse(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            ByteBuffer fields = ByteBuffer.wrap(bytes);
            long atMicros = fields.getLong();
            if (atMicros < 0 || atMicros > MAX_MICROS) {
                return Optional.empty();
            }
            return Optional.of(new HistoryCursor(
                    Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS), new UUID(fields.getLong(), fields.getLong())));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    public String token() {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
