package io.latebind.server.provisioning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which connections are worth a line in the history: each that differs from the last one, and one an hour. Pure. */
public final class ConnectionRules {
    static final Duration SAME_CONNECTION = Duration.ofHours(1);

    private ConnectionRules() {}

    /** The mark of this connection when it is worth a line; empty when the last line still tells all of it. */
    public static Optional<ConnectionMark> worthALine(
            Optional<ConnectionMark> last, Connection connection, Instant now) {
        long fingerprint = fingerprint(connection);
        boolean told = last.filter(mark -> mark.fingerprint() == fingerprint
                        && now.isBefore(mark.at().plus(SAME_CONNECTION)))
                .isPresent();
        return told ? Optional.empty() : Optional.of(new ConnectionMark(fingerprint, now));
    }

    /** Eight bytes that are others for another connection. */
    static long fingerprint(Connection connection) {
        DeviceBuffers buffers = connection.buffers();
        String text = String.join(
                "\n",
                connection.address(),
                connection.modemFirmware().orElse(""),
                connection.clientVersion().orElse(""),
                buffers.rxMaxSize() + " " + buffers.txMaxSize() + " " + buffers.limit());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
