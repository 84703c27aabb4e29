package io.latebind.server.postgres;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The data directory of the embedded PostgreSQL: made once, then kept. Nothing here deletes one. */
final class PostgresCluster {
    static final String SUPERUSER = "latebind";

    private PostgresCluster() {}

    /** Makes the data directory if there is none, else checks that these programs can read it; answers the password. */
    static Secret prepare(PostgresFiles files, PostgresUser user, IdSource ids, Durability durability)
            throws IOException {
        String major = major(files);
        Path version = files.data().resolve("PG_VERSION");
        if (Files.isRegularFile(version)) {
            refuseOther(files, major, Files.readString(version).strip());
        } else if (Files.exists(files.data()) && !isEmpty(files.data())) {
            throw new StartRefused(
                    "%s is not a PostgreSQL data directory (it has no PG_VERSION): move it away, or restore it from a backup"
                            .formatted(files.data()));
        } else {
            make(files, user, ids, durability);
        }
        if (!Files.isRegularFile(files.password())) {
            throw new StartRefused("%s, the password of the embedded database, is missing: restore it from a backup"
                    .formatted(files.password()));
        }
        user.own(files.home());
        return new Secret(Files.readString(files.password()).strip());
    }

    private static String major(PostgresFiles files) throws IOException {
        CommandRun version = CommandRun.of(List.of(files.program("postgres").toString(), "-V"));
        String number = version.output().replaceFirst("^.* ", "").replaceFirst("[^0-9].*$", "");
        if (!version.succeeded() || number.isEmpty()) {
            throw new StartRefused(
                    "the embedded PostgreSQL does not run on this system (%s): it needs glibc and a file system that lets programs run; use those, or name a database with --database-url"
                            .formatted(version.lastLine()));
        }
        return number;
    }

    private static void refuseOther(PostgresFiles files, String major, String found) {
        if (!found.equals(major)) {
            throw new StartRefused(
                    "%s was made by PostgreSQL %s, but this program has PostgreSQL %s: start the release of Latebind that made it and move the data with pg_dump, or run a PostgreSQL %s on it and name that with --database-url"
                            .formatted(files.data(), found, major, found));
        }
    }

    private static void make(PostgresFiles files, PostgresUser user, IdSource ids, Durability durability)
            throws IOException {
        PostgresFiles.deleteTree(files.unfinishedData());
        if (!Files.exists(files.password())) {
            PostgresFiles.writePrivately(
                    files.password(), Base64.getUrlEncoder().withoutPadding().encodeToString(ids.randomBytes(24)));
        }
        user.own(files.home());
        List<String> arguments = new ArrayList<>(List.of(
                "-D",
                files.unfinishedData().toString(),
                "-U",
                SUPERUSER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                files.password().toString(),
                "--encoding",
                "UTF8",
                // PostgreSQL's own: indexes stay valid when the system's libraries change
                "--locale-provider",
                "builtin",
                "--builtin-locale",
                "C.UTF-8",
                "--locale",
                "C",
                "--data-checksums",
                "--no-instructions"));
        if (durability == Durability.LOST_IN_A_POWER_CUT) {
            arguments.add("--no-sync");
        }
        CommandRun initdb = CommandRun.of(user.command(files.program("initdb"), arguments));
        if (!initdb.succeeded()) {
            throw new StartRefused(
                    "the embedded database cannot be made in %s (%s): free some space and see that its directories may be entered, or name another with --data-dir"
                            .formatted(files.home(), reason(initdb)));
        }
        Files.move(files.unfinishedData(), files.data(), StandardCopyOption.ATOMIC_MOVE);
        PostgresFiles.syncParent(files.data());
    }

    /** Of several complaints the full disk is the cause, whatever came of it. */
    private static String reason(CommandRun run) {
        String full = "No space left on device";
        if (run.output().contains(full)) {
            return full;
        }
        return run.output()
                .lines()
                .filter(line -> line.contains("error:") || line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((earlier, later) -> later)
                .orElse(run.lastLine());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
