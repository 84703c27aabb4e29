package io.latebind.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Unpacking and initdb take seconds: tests begin with a copy of what one start in the JVM made. */
final class PreparedPostgres {
    private PreparedPostgres() {}

    private static final class Once {
        static final PostgresFiles FILES = make();
    }

    /** The programs alone: what a first start finds after it unpacked them. */
    static void copyPrograms(PostgresFiles files) throws IOException {
        copy(Once.FILES.binaries(), files.binaries());
    }

    /** What a first start leaves when it was stopped in order. */
    static void copyAll(PostgresFiles files) throws IOException {
        copyPrograms(files);
        copy(Once.FILES.data(), files.data());
        copy(Once.FILES.password(), files.password());
    }

    /** Programs are never written to, so a link does; data are copied. */
    private static void copy(Path from, Path to) throws IOException {
        boolean link = from.equals(Once.FILES.binaries());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isSymbolicLink(one)) {
                    Files.createSymbolicLink(target, Files.readSymbolicLink(one));
                } else if (Files.isRegularFile(one) && link) {
                    Files.createLink(target, one);
                } else {
                    Files.copy(one, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(one));
                }
            }
        }
    }

    private static PostgresFiles make() {
        try {
            Path directory = Files.createTempDirectory("latebind-test-prepared");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            EmbeddedPostgres.start(directory, new TestIds()).close();
            return PostgresFiles.under(directory);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void delete(Path directory) {
        try {
            PostgresFiles.deleteTree(directory);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
