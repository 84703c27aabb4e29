package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is there a PostgreSQL behind the URL that serves us? Each refusal is one sentence with the way out. */
final class ServerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    /** The oldest that the tests know. */
    static final int LEAST_MAJOR = 15;

    private ServerCheck() {}

    static void check(DatabaseSettings settings) {
        try (Connection connection = connect(settings)) {
            DatabaseMetaData server = connection.getMetaData();
            tooOld(settings, server.getDatabaseMajorVersion(), server.getDatabaseProductVersion())
                    .ifPresent(sentence -> {
                        throw new StartRefused(sentence);
                    });
        } catch (SQLException fault) {
            throw refused(settings, fault);
        }
    }

    static Optional<String> tooOld(DatabaseSettings settings, int major, String version) {
        return major >= LEAST_MAJOR
                ? Optional.empty()
                : Optional.of(
                        "the server at %s is PostgreSQL %s, but version %d or newer is needed: upgrade it, or name another with --database-url"
                                .formatted(settings.shownUrl(), version, LEAST_MAJOR));
    }

    /** A connection outside the pool: without a socket timeout, since a migration may take long. */
    static Connection connect(DatabaseSettings settings) throws SQLException {
        Connection connection = driver(settings).connect(settings.jdbcUrl(), Database.driverProperties(settings));
        if (connection == null) {
            throw new IllegalStateException("the driver accepts its URL but does not connect");
        }
        return connection;
    }

    private static Driver driver(DatabaseSettings settings) {
        try {
            if (settings.jdbcUrl().startsWith("jdbc:postgresql:")) {
                return DriverManager.getDriver(settings.jdbcUrl());
            }
        } catch (SQLException unreadable) {
            LOG.debug("no driver accepts the URL");
        }
        throw new StartRefused(
                "the database URL %s cannot be read: it must look like jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD"
                        .formatted(settings.shownUrl()));
    }

    private static StartRefused refused(DatabaseSettings settings, SQLException fault) {
        String url = settings.shownUrl();
        String state = DatabaseFault.stateOf(fault);
        String sentence = switch (state) {
            case "28P01", "28000" ->
                "the database at %s refuses the user or the password: check both, and the server's pg_hba.conf"
                        .formatted(url);
            case "3D000" ->
                "the server at %s has no such database: make one with CREATE DATABASE, or correct the URL"
                        .formatted(url);
            case "08001" ->
                "nothing accepts connections at %s: start PostgreSQL there, or correct host and port of --database-url"
                        .formatted(url);
            case "08P01", "08004", "08006" ->
                "what listens at %s does not answer as a PostgreSQL that lets us in: correct host, port and the URL's sslmode"
                        .formatted(url);
            case "57P03" ->
                "the database at %s is starting up or shutting down: try again when it is ready".formatted(url);
            case "53300" ->
                "the database at %s has no connection left: raise its max_connections or close other clients"
                        .formatted(url);
            default ->
                "the database at %s cannot be used (SQLState %s): look into its server log".formatted(url, state);
        };
        return new StartRefused(sentence);
    }
}
