package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final String FIRST = "classpath:db/first";
    private static final String NEWER = "classpath:db/newer";

    @Test
    void migratesAnEmptyDatabaseAndOpensItAgain() {
        withEmptyDatabase(settings -> {
            Database.open(settings, FIRST).close();
            Database.open(settings, FIRST).close();
            try (Database database = Database.open(settings, NEWER)) {
                assertThat(database.answers()).isTrue();
            }
        });
    }

    @Test
    void refusesSchemaThatIsNewerThanTheProgram() {
        withEmptyDatabase(settings -> {
            Database.open(settings, NEWER).close();
            assertThatThrownBy(() -> Database.open(settings, FIRST))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is version 2")
                    .hasMessageContaining("up to 1")
                    .hasMessageContaining("start the newer program");
        });
    }

    @Test
    void refusesSchemaOfOtherMigrations() {
        withEmptyDatabase(settings -> {
            Database.open(settings, FIRST).close();
            assertThatThrownBy(() -> Database.open(settings, "classpath:db/changed"))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("was not made by this program's migrations");
        });
    }

    @Test
    void refusesDatabaseWithTablesOfSomethingElse() {
        withEmptyDatabase(settings -> {
            TestPostgres.run(settings, "CREATE TABLE customer (id int)");
            assertThatThrownBy(() -> Database.open(settings, FIRST))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("name an empty database");
        });
    }

    @Test
    void aMigrationThatFailsIsOneSentenceAndLeavesNothing() {
        withEmptyDatabase(settings -> {
            assertThatThrownBy(() -> Database.open(settings, "classpath:db/broken"))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("SQLState 22012")
                    .hasMessageNotContaining("\n");
            assertThatCode(() -> Database.open(settings, FIRST).close()).doesNotThrowAnyException();
        });
    }

    @Test
    void refusesUserWhoMayNotCreateTables() {
        withEmptyDatabase(settings -> {
            String role = "role_" + ProcessHandle.current().pid();
            TestPostgres.run(settings, "CREATE ROLE " + role + " LOGIN PASSWORD 'guest'");
            try {
                assertThatThrownBy(() -> Database.open(asUser(settings, role, "guest"), FIRST))
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining("GRANT CREATE");
            } finally {
                TestPostgres.run(settings, "DROP ROLE " + role);
            }
        });
    }

    @Test
    void refusesWrongPasswordWithoutPrintingIt() {
        withEmptyDatabase(settings -> {
            String url = settings.jdbcUrl().replaceFirst("\\?.*", "") + "?user=latebind&password=hunter2";
            assertThatThrownBy(() -> Database.open(DatabaseSettings.ofUrl(url)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("refuses the user or the password")
                    .hasMessageContaining("password=[redacted]")
                    .hasMessageNotContaining("hunter2");
        });
    }

    @Test
    void refusesDatabaseThatIsNotThere() {
        DatabaseSettings settings = TestPostgres.shared().settings("no_such_database");
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no such database");
    }

    @Test
    void refusesPortWhereNothingListens() throws IOException {
        int port = PostgresServer.freePort();
        assertThatThrownBy(() ->
                        Database.open(DatabaseSettings.ofUrl("jdbc:postgresql://127.0.0.1:" + port + "/x?user=a")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("nothing accepts connections");
    }

    @Test
    void refusesHostThatHasNoAddress() {
        assertThatThrownBy(() -> Database.open(DatabaseSettings.ofUrl("jdbc:postgresql://host.invalid/x?user=a")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("host.invalid");
    }

    @Test
    void refusesServerThatIsNotPostgres() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAsWebServer(other));
            String url = "jdbc:postgresql://127.0.0.1:" + other.getLocalPort() + "/x?user=a";
            assertThatThrownBy(() -> Database.open(DatabaseSettings.ofUrl(url)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("does not answer as a PostgreSQL");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgres://host/db",
                "jdbc:mysql://host/db",
                "jdbc:postgresql://host:port/db?password=hunter2"
            })
    void refusesUrlThatCannotBeRead(String url) {
        assertThatThrownBy(() -> Database.open(DatabaseSettings.ofUrl(url)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("must look like jdbc:postgresql://")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesServersOlderThanTheTestsKnow() {
        assertThat(ServerCheck.tooOld(DatabaseSettings.ofUrl("jdbc:postgresql://h/d"), 14, "14.9"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("PostgreSQL 14.9", "15 or newer"));
        assertThat(ServerCheck.tooOld(DatabaseSettings.ofUrl("jdbc:postgresql://h/d"), 15, "15.0"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d?password=pw&user=u, jdbc:postgresql://h/d?password=[redacted]&user=u",
        "jdbc:postgresql://h/d?user=u&PASSWORD=pw, jdbc:postgresql://h/d?user=u&PASSWORD=[redacted]",
        "jdbc:postgresql://h/d?sslpassword=pw, jdbc:postgresql://h/d?sslpassword=[redacted]",
        "jdbc:postgresql://me:p@w@h/d, jdbc:postgresql://[redacted]@h/d",
        "jdbc:postgresql://h/d?user=u, jdbc:postgresql://h/d?user=u"
    })
    void showsUrlsWithoutPasswords(String url, String shown) {
        assertThat(DatabaseSettings.ofUrl(url)).hasToString(shown);
    }

    private static DatabaseSettings asUser(DatabaseSettings settings, String user, String password) {
        String url = settings.jdbcUrl().replaceFirst("\\?.*", "");
        return new DatabaseSettings(url, Optional.of(user), Optional.of(new Secret(password)), 2);
    }

    private static void withEmptyDatabase(java.util.function.Consumer<DatabaseSettings> test) {
        String name = "empty_" + ProcessHandle.current().pid();
        TestPostgres postgres = TestPostgres.shared();
        postgres.run("CREATE DATABASE " + name);
        try {
            test.accept(postgres.settings(name));
        } finally {
            postgres.drop(name);
        }
    }

    private static void answerAsWebServer(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            assertThat(server.isClosed()).isTrue();
        }
    }
}
