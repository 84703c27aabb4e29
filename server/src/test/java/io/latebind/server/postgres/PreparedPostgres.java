package io.latebind.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Unpacking takes seconds: most tests link to programs that are unpacked once in a JVM. */
final class UnpackedPrograms {
    private UnpackedPrograms() {}

    private static final class Once {
        static final Path HOME = unpack();
    }

    static void linkInto(PostgresFiles files) throws IOException {
        Path from = new PostgresFiles(Once.HOME).binaries();
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Path target = files.binaries().resolve(from.relativize(one));
                if (Files.isSymbolicLink(one)) {
                    Files.createSymbolicLink(target, Files.readSymbolicLink(one));
                } else if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, one);
                }
            }
        }
    }

    private static Path unpack() {
        try {
            PostgresFiles files = PostgresFiles.under(Files.createTempDirectory("latebind-test-programs"));
            PostgresBinaries.unpack(files);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(files.home())));
            return files.home();
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }

    private static void delete(Path home) {
        try {
            PostgresFiles.deleteTree(home.resolveSibling("."));
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }
}
