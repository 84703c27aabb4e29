package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {
    @TempDir
    Path dataDir;

    private PostgresFiles files;

    @BeforeEach
    void makeHome() throws IOException {
        files = PostgresFiles.under(dataDir);
    }

    @Test
    void keepsDataFromRunToRunAndPromisesDurability() throws IOException {
        PreparedPostgres.copyPrograms(files);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "SHOW password_encryption")).isEqualTo("scram-sha-256");
            TestPostgres.run(postgres.settings(), "CREATE TABLE kept AS SELECT 7 AS n");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.password())))
                .isEqualTo("rw-------");
        assertThat(Files.exists(files.pidFile())).isFalse();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void endsThePostgresThatCrashedRunLeftAndKeepsItsData() throws IOException {
        PreparedPostgres.copyAll(files);
        PostgresServer.Running left = leftRunning();
        TestPostgres.run(settingsOf(left), "CREATE TABLE kept AS SELECT 7 AS n");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(left.process().isAlive()).isFalse();
            assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void recoversAfterPostgresWasKilledTogetherWithTheProgram() throws IOException {
        PreparedPostgres.copyAll(files);
        PostgresServer.Running left = leftRunning();
        TestPostgres.run(settingsOf(left), "CREATE TABLE kept AS SELECT 7 AS n");
        left.process().destroyForcibly();
        assertThat(BoundedWait.until(30, () -> !left.process().isAlive())).isTrue();
        assertThat(files.pidFile()).exists();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "our own"})
    void removesPidFileThatNamesNoPostgresOfThisDirectory(String content) throws IOException {
        PreparedPostgres.copyAll(files);
        String pid = Long.toString(ProcessHandle.current().pid());
        Files.writeString(files.pidFile(), content.equals("our own") ? pid + "\n" + files.data() + "\n" : content);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesThePostgresOfAnotherDirectoryAlone() throws IOException {
        PreparedPostgres.copyAll(files);
        long other = Long.parseLong(ask(
                TestPostgres.shared().settings("postgres"),
                "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
        Files.writeString(files.pidFile(), other + "\n" + files.data() + "\n");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(ProcessHandle.of(other)).isPresent();
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        PreparedPostgres.copyAll(files);
        Path version = files.data().resolve("PG_VERSION");
        Files.writeString(version, "17\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("was made by PostgreSQL 17, but this program has PostgreSQL 18")
                .hasMessageContaining("pg_dump");
        Files.writeString(version, "18\n");
        start().close();
    }

    @Test
    void touchesNeitherOlderDataNextToItsOwnNorForeignFilesInItsPlace() throws IOException {
        PreparedPostgres.copyPrograms(files);
        Path older = Files.createDirectories(files.home().resolve("data-2024"));
        Files.writeString(older.resolve("PG_VERSION"), "14\n");
        Path foreign = Files.createDirectories(files.data());
        Files.writeString(foreign.resolve("photo.jpg"), "cat");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not a PostgreSQL data directory");
        assertThat(foreign.resolve("photo.jpg")).hasContent("cat");
        Files.delete(foreign.resolve("photo.jpg"));
        start().close();
        assertThat(older.resolve("PG_VERSION")).hasContent("14");
    }

    @Test
    void finishesWhatAnInterruptedFirstStartBegan() throws IOException {
        PreparedPostgres.copyPrograms(files);
        Files.createDirectories(files.unfinishedData().resolve("base"));
        Files.writeString(files.unfinishedData().resolve("PG_VERSION"), "18\n");
        Files.delete(files.binaries().resolve("complete"));
        Files.delete(files.program("postgres"));
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(files.unfinishedData()).doesNotExist();
    }

    @Test
    void refusesMissingOrWrongPasswordFile() throws IOException {
        PreparedPostgres.copyAll(files);
        String password = Files.readString(files.password());
        Files.delete(files.password());
        assertThatThrownBy(this::start).isInstanceOf(StartRefused.class).hasMessageContaining("restore it");
        Files.writeString(files.password(), "wrong");
        assertThatThrownBy(this::start).isInstanceOf(StartRefused.class).hasMessageContaining("restore the file");
        assertThat(Files.exists(files.pidFile())).isFalse();
        Files.writeString(files.password(), password);
        start().close();
    }

    @Test
    void runsAsAnUnprivilegedUserWhereThereAreNoUserNamespaces() throws IOException {
        PreparedPostgres.copyPrograms(files);
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxr-xr-x"));
        PostgresUser user = PostgresUser.choose().owner() < 0 ? PostgresUser.choose() : PostgresUser.unprivileged();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir, new TestIds(), Durability.KEPT, user)) {
            TestPostgres.run(postgres.settings(), "CREATE TABLE kept AS SELECT 7 AS n");
        }
        // the same directory, the other way of running it
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void refusesPlaceThatIsNoDirectory() throws IOException {
        Path file = Files.writeString(dataDir.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file, new TestIds()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--data-dir");
    }

    @Test
    void refusesSystemsWithoutPrograms() {
        assertThatThrownBy(() -> PostgresBinaries.archive("Mac OS X", "aarch64"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Mac OS X on aarch64")
                .hasMessageContaining("--database-url");
        assertThatThrownBy(() -> PostgresBinaries.archive("Linux", "riscv64")).isInstanceOf(StartRefused.class);
        assertThat(PostgresBinaries.class.getResource(PostgresBinaries.archive("Linux", "aarch64")))
                .isNotNull();
        assertThat(PostgresBinaries.class.getResource(PostgresBinaries.archive("Linux", "amd64")))
                .isNotNull();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, new TestIds());
    }

    /** What a program that was killed leaves behind: PostgreSQL without anybody who watches it. */
    private PostgresServer.Running leftRunning() throws IOException {
        return PostgresServer.start(
                new PostgresServer(files, PostgresUser.choose(), Durability.KEPT, PostgresServer.freePort()));
    }

    private DatabaseSettings settingsOf(PostgresServer.Running running) throws IOException {
        return DatabaseSettings.ofUrl("jdbc:postgresql://127.0.0.1:"
                + running.server().port() + "/latebind?user=latebind&password=" + Files.readString(files.password()));
    }

    private static String ask(EmbeddedPostgres postgres, String sql) {
        return ask(postgres.settings(), sql);
    }

    private static String ask(DatabaseSettings settings, String sql) {
        return TestPostgres.ask(settings, sql);
    }
}
