package io.latebind.server.postgres;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A migrated database of its own, copied from a template within milliseconds. One PostgreSQL serves all of a JVM: the one that
 * {@code -Dlatebind.test.postgres=jdbc:postgresql://HOST:PORT/postgres?user=…&password=…} names, or an embedded one.
 *
 * <pre>{@code
 * private static final TestDatabase DATABASE = TestDatabase.create();   // @AfterAll DATABASE.close()
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
    private final DatabaseSettings settings;
    private final String name;
    private final Database database;

    private TestDatabase(DatabaseSettings settings, String name) {
        this.settings = settings;
        this.name = name;
        this.database = Database.open(settings);
    }

    public static TestDatabase create() {
        TestPostgres postgres = TestPostgres.shared();
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        postgres.copyTemplate(name);
        return new TestDatabase(postgres.settings(name), name);
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public Transactor transactor() {
        return database.transactor();
    }

    /** What a {@link Database} of one's own, or a server process, needs to use this database. */
    public DatabaseSettings settings() {
        return settings;
    }

    public String jdbcUrl() {
        return settings.jdbcUrl();
    }

    public String user() {
        return settings.user().orElse("");
    }

    public String password() {
        return settings.password().map(Secret::reveal).orElse("");
    }

    /** Runs a statement outside of any transaction of the program. */
    public void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException fault) {
            throw new AssertionError("the test's own statement failed: " + sql, fault);
        }
    }

    @Override
    public void close() {
        database.close();
        TestPostgres.shared().drop(name);
    }
}
