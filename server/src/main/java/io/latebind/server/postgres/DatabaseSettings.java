package io.latebind.server.postgres;

import io.latebind.server.kernel.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the database is. What the URL names itself (user, password, socketTimeout, prepareThreshold …) wins.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host[:port]/database[?parameters]}; may hold a password
 * @param poolSize connections, 1 to 100
 */
public record DatabaseSettings(String jdbcUrl, Optional<String> user, Optional<Secret> password, int poolSize) {
    /** 8 threads do more on 2 cores than 64; see docs/decisions/0021. */
    public static final int DEFAULT_POOL_SIZE = 10;

    public DatabaseSettings {
        Objects.requireNonNull(jdbcUrl);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        if (poolSize < 1 || poolSize > 100) {
            throw new IllegalArgumentException("poolSize " + poolSize + " is not within 1 to 100");
        }
    }

    /** A database of the user's, with the credentials in its URL. */
    public static DatabaseSettings ofUrl(String jdbcUrl) {
        return new DatabaseSettings(jdbcUrl, Optional.empty(), Optional.empty(), DEFAULT_POOL_SIZE);
    }

    public DatabaseSettings withPoolSize(int connections) {
        return new DatabaseSettings(jdbcUrl, user, password, connections);
    }

    /** The URL as it may be shown. */
    public String shownUrl() {
        return RedactedUrl.of(jdbcUrl);
    }

    @Override
    public String toString() {
        return shownUrl();
    }
}
