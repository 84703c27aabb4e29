package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Tx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    @TempDir
    Path dataDir;

    private EmbeddedPostgres postgres;
    private Database database;

    @BeforeEach
    void start() throws IOException {
        PreparedPostgres.copyAll(PostgresFiles.under(dataDir));
        postgres = EmbeddedPostgres.start(dataDir, new TestIds());
        database = Database.open(postgres.settings(), "classpath:db/first");
    }

    @AfterEach
    void stop() {
        database.close();
        postgres.stop();
        // it has ended; that the system has forgotten it too takes a moment
        eventually(() -> ProcessHandle.of(postgres.pid()).isEmpty());
    }

    @Test
    void aKilledPostgresIsStartedAgainOnTheSamePortAndWhatWasCommittedIsThere() {
        insert(1);
        String url = postgres.jdbcUrl();
        long killed = postgres.pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        eventually(() -> postgres.pid() != killed);
        eventually(database::answers);
        assertThat(postgres.jdbcUrl()).isEqualTo(url);
        assertThat(count()).isEqualTo("1");
    }

    @Test
    void aKilledSessionIsAnOutageAndThePoolHeals() {
        assertThatThrownBy(() -> database.transactor().inTransaction(tx -> {
                    execute(tx, "INSERT INTO note VALUES (1, 'x')");
                    return execute(tx, "SELECT pg_terminate_backend(pg_backend_pid())");
                }))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(count()).isEqualTo("0");
    }

    @Test
    void noDatabaseIsAnOutageNotABug() {
        postgres.stop();
        assertThat(database.answers()).isFalse();
        assertThatThrownBy(() -> insert(1)).isInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(() -> database.transactor().perStatement(tx -> 1)).isInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void aReadOnlyDatabaseIsAnOutage() {
        TestPostgres.run(postgres.settings(), "ALTER DATABASE latebind SET default_transaction_read_only = on");
        TestPostgres.run(
                postgres.settings("postgres"),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'latebind'");
        eventually(database::answers);
        assertThatThrownBy(() -> insert(1)).isInstanceOf(DatabaseUnavailable.class);
    }

    private void insert(int id) {
        database.transactor().inTransaction(tx -> execute(tx, "INSERT INTO note VALUES (" + id + ", 'x')"));
    }

    private String count() {
        return TestPostgres.ask(postgres.settings(), "SELECT count(*) FROM note");
    }

    private static boolean execute(Tx tx, String sql) {
        return PgTx.of(tx).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static void eventually(BooleanSupplier condition) {
        assertThat(BoundedWait.until(60, condition)).isTrue();
    }
}
