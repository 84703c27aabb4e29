package io.latebind.server.postgres;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A PostgreSQL of our own under {@code <data-dir>/postgres}, for whoever names no database: the same engine as a user's, with
 * the same durability, on a loopback port with a random password. Its data are kept from run to run and never deleted here.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String DATABASE = "latebind";

    private final PostgresSupervisor supervisor;
    private final int port;
    private final Secret password;

    private EmbeddedPostgres(PostgresSupervisor supervisor, int port, Secret password) {
        this.supervisor = supervisor;
        this.port = port;
        this.password = password;
    }

    /**
     * Unpacks, makes the database or finds it, ends what a crashed run left running, recovers, and answers when connections are
     * taken. The caller holds the lock on {@code dataDir}.
     *
     * @throws StartRefused on another system than Linux on x86-64 or arm64, a full or forbidden disk, data of another major
     *     version, or missing parts
     */
    public static EmbeddedPostgres start(Path dataDir, IdSource ids) {
        return start(dataDir, ids, Durability.KEPT);
    }

    /** @param durability anything but {@link Durability#KEPT} is for tests only */
    public static EmbeddedPostgres start(Path dataDir, IdSource ids, Durability durability) {
        try {
            return start(dataDir, ids, durability, PostgresUser.choose());
        } catch (IOException fault) {
            throw PostgresFiles.refused(dataDir, fault);
        }
    }

    static EmbeddedPostgres start(Path dataDir, IdSource ids, Durability durability, PostgresUser user)
            throws IOException {
        PostgresFiles files = PostgresFiles.under(dataDir);
        Postmaster.stopLeftover(files);
        PostgresBinaries.unpack(files);
        Secret password = PostgresCluster.prepare(files, user, ids, durability);
        PostgresServer.Running running =
                PostgresServer.start(new PostgresServer(files, user, durability, PostgresServer.freePort()));
        EmbeddedPostgres postgres = new EmbeddedPostgres(
                new PostgresSupervisor(running), running.server().port(), password);
        try {
            postgres.createDatabase(files);
        } catch (RuntimeException refused) {
            postgres.stop();
            throw refused;
        }
        return postgres;
    }

    /** Stays the same until {@link #stop}, also when PostgreSQL had to be started again. */
    public String jdbcUrl() {
        return url(DATABASE);
    }

    public String user() {
        return PostgresCluster.SUPERUSER;
    }

    public Secret password() {
        return password;
    }

    public DatabaseSettings settings() {
        return settings(DATABASE);
    }

    DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                url(database), Optional.of(user()), Optional.of(password), DatabaseSettings.DEFAULT_POOL_SIZE);
    }

    /** Cuts the sessions, writes everything out and waits for the end; to be called after the pool is closed. */
    public void stop() {
        supervisor.stop();
    }

    @Override
    public void close() {
        stop();
    }

    /** The process id of the running PostgreSQL; another one after it had to be started again. */
    long pid() {
        return supervisor.pid();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void createDatabase(PostgresFiles files) {
        try (Connection connection = ServerCheck.connect(settings("postgres"));
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException fault) {
            String state = DatabaseFault.stateOf(fault);
            throw new StartRefused(
                    state.equals("28P01")
                            ? "the password in %s is not the embedded database's: restore the file from a backup"
                                    .formatted(files.password())
                            : "the embedded database in %s cannot be used (SQLState %s): see %s"
                                    .formatted(files.data(), state, files.log()));
        }
    }
}
