package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who PostgreSQL runs as: it refuses to run as root.
 *
 * @param prefix words before each command of PostgreSQL; they all end in exec, so the process id stays
 * @param owner numeric user that the files must belong to, or -1 to leave them alone
 */
record PostgresUser(List<String> prefix, int owner) {
    PostgresUser {
        prefix = List.copyOf(prefix);
    }

    /** Plain users run it themselves; root in a user namespace where that is allowed, else as an unprivileged user. */
    static PostgresUser choose() throws IOException {
        if (uidOf(Path.of("/proc/self")) != 0) {
            return new PostgresUser(List.of(), -1);
        }
        if (works(List.of("unshare", "-U", "true"))) {
            // inside we are nobody to PostgreSQL, but to the files still their owner
            return new PostgresUser(List.of("unshare", "-U"), 0);
        }
        return unprivileged();
    }

    /** The user {@code postgres} where there is one, else {@code nobody}. */
    static PostgresUser unprivileged() throws IOException {
        for (String name : List.of("postgres", "nobody")) {
            CommandRun uid = CommandRun.of(List.of("id", "-u", name));
            CommandRun gid = CommandRun.of(List.of("id", "-g", name));
            if (uid.succeeded() && gid.succeeded()) {
                List<String> prefix =
                        List.of("setpriv", "--reuid", uid.output(), "--regid", gid.output(), "--clear-groups", "--");
                return new PostgresUser(prefix, Integer.parseInt(uid.output()));
            }
        }
        throw new StartRefused(
                "the embedded PostgreSQL cannot run as root, and there is neither a user postgres nor nobody: start as another user, or name a database with --database-url");
    }

    List<String> command(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    /** As root: gives the files to the user that will run PostgreSQL. An earlier start may have chosen another one. */
    void own(Path home) throws IOException {
        if (owner < 0) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (uidOf(file) != owner) {
                    Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    private static int uidOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean works(List<String> command) {
        try {
            return CommandRun.of(command).succeeded();
        } catch (IOException missing) {
            return false;
        }
    }
}
