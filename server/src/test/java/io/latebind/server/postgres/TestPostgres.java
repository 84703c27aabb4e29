package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The one PostgreSQL of a test JVM, with a migrated template. */
final class TestPostgres {
    /** Started when first asked for. */
    private static final class Shared {
        static final TestPostgres INSTANCE = start();
    }

    private final DatabaseSettings server;
    private final String template;

    private TestPostgres(DatabaseSettings server) {
        this.server = server;
        // JVMs may share the server, with other migrations on their class paths
        this.template = "template_" + ProcessHandle.current().pid();
        drop(template);
        run("CREATE DATABASE " + template);
        ServerCheck.check(settings(template));
        SchemaMigration.migrate(settings(template), Database.MIGRATIONS);
    }

    static TestPostgres shared() {
        return Shared.INSTANCE;
    }

    private static TestPostgres start() {
        String given = System.getProperty("latebind.test.postgres", System.getenv("LATEBIND_TEST_POSTGRES"));
        if (given != null && !given.isBlank()) {
            TestPostgres shared = new TestPostgres(DatabaseSettings.ofUrl(given));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.drop(shared.template)));
            return shared;
        }
        try {
            Path directory = Files.createTempDirectory("latebind-test-postgres");
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(directory, new TestIds(), Durability.LOST_IN_A_POWER_CUT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, directory)));
            return new TestPostgres(postgres.settings("postgres"));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void end(EmbeddedPostgres postgres, Path directory) {
        postgres.stop();
        try {
            PostgresFiles.deleteTree(directory);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** A small pool: the server takes 40 connections, and several test classes keep theirs open. */
    DatabaseSettings settings(String database) {
        String url = server.jdbcUrl().replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*", "$1" + database);
        return new DatabaseSettings(url, server.user(), server.password(), 4);
    }

    void copyTemplate(String name) {
        run("CREATE DATABASE " + name + " TEMPLATE " + template);
    }

    void drop(String name) {
        run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    void run(String sql) {
        run(server, sql);
    }

    static void run(DatabaseSettings database, String sql) {
        try (Connection connection = ServerCheck.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new AssertionError("the test server refuses: " + sql, fault);
        }
    }

    /** The one value that a query answers, as text. */
    static String ask(DatabaseSettings database, String sql) {
        try (Connection connection = ServerCheck.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException fault) {
            throw new AssertionError("the test server refuses: " + sql, fault);
        }
    }
}
