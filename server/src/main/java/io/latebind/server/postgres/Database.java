package io.latebind.server.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import io.latebind.server.kernel.Transactor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/** The pool over a migrated database. Connections that a restart or failover of PostgreSQL broke are replaced by themselves. */
public final class Database implements AutoCloseable {
    /** These chat at INFO, and at WARN they repeat what we say ourselves: logging sets them to ERROR. */
    public static final List<String> QUIET_LOGGERS = List.of("com.zaxxer.hikari", "org.flywaydb", "org.postgresql");

    /** Where migrations are on the class path. */
    public static final String MIGRATIONS = "classpath:db/migration";

    /** An outage is answered after this long at the latest when no connection is to be had. */
    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);

    /** A server that went away without a word is noticed after this long. */
    static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final int ANSWER_LIMIT_MILLIS = 2_000;

    private final HikariDataSource pool;
    private final QueuedTransactor transactor;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.transactor = new QueuedTransactor(new PgTransactor(pool), pool.getMaximumPoolSize());
    }

    /**
     * Checks the server, migrates the schema and opens the pool.
     *
     * @throws StartRefused when the URL is wrong, the server does not answer, refuses us, is older than PostgreSQL 15, or holds
     *     a schema that is newer than this program
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings, MIGRATIONS);
    }

    static Database open(DatabaseSettings settings, String migrations) {
        ServerCheck.check(settings);
        SchemaMigration.migrate(settings, migrations);
        return new Database(new HikariDataSource(poolConfig(settings)));
    }

    public DataSource dataSource() {
        return pool;
    }

    public Transactor transactor() {
        return transactor;
    }

    /**
     * The pool at this moment.
     *
     * @param active lent out
     * @param idle waiting to be lent out
     * @param waiting threads that wait for one
     * @param most that there may be
     */
    public record PoolState(int active, int idle, int waiting, int most) {}

    public PoolState pool() {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return new PoolState(
                state.getActiveConnections(),
                state.getIdleConnections(),
                state.getThreadsAwaitingConnection() + transactor.waiting(),
                pool.getMaximumPoolSize());
    }

    /** Whether the database answers a statement now; takes a few seconds at most. */
    public boolean answers() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MILLIS);
            return statement.execute("SELECT 1");
        } catch (SQLException outage) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** What both the pool and the one-off connections of a start use; the URL's own parameters win. */
    static Properties driverProperties(DatabaseSettings settings) {
        Properties driver = new Properties();
        settings.user().ifPresent(user -> driver.setProperty("user", user));
        settings.password().map(Secret::reveal).ifPresent(password -> driver.setProperty("password", password));
        driver.setProperty("ApplicationName", "latebind");
        driver.setProperty("connectTimeout", Long.toString(CONNECTION_TIMEOUT.toSeconds()));
        driver.setProperty("loginTimeout", "10");
        driver.setProperty("tcpKeepAlive", "true");
        // texts of the server may quote data; without this its DETAIL line would be in exceptions
        driver.setProperty("logServerErrorDetail", "false");
        return driver;
    }

    private static HikariConfig poolConfig(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        Properties driver = driverProperties(settings);
        driver.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        config.setDataSourceProperties(driver);
        config.setPoolName("latebind");
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(settings.poolSize());
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(ANSWER_LIMIT_MILLIS);
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // an outage between the check and here must not end the start: the pool heals by itself
        config.setInitializationFailTimeout(-1);
        return config;
    }
}
