package io.latebind.cli.access;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Session;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A new key's text, which is told this once: on the screen, or into a file that its owner alone may read. */
public final class SecretOutput {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the key to a new file that only you may read (mode 600), and do not show it.")
    private @Nullable Path file;

    private @Nullable Path open;

    /**
     * Makes the file, before there is a key that could be lost.
     *
     * @throws CommandFailed when it exists or cannot be made
     */
    void prepare(Session session) {
        if (file == null) {
            return;
        }
        Path target = session.surroundings().directory().resolve(file);
        try {
            Files.createFile(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            open = target;
        } catch (FileAlreadyExistsException exists) {
            throw CommandFailed.wrongWords("There is a file " + file + " already.", "Name a new one; no key was made.");
        } catch (IOException unwritable) {
            throw CommandFailed.wrongWords("The file " + file + " cannot be made; no key was made.");
        }
    }

    /** The file goes again when no key was made. */
    void abandon() throws IOException {
        if (open != null) {
            Files.deleteIfExists(open);
        }
    }

    /** @param answer with the key's text under {@code key} */
    void tell(Session session, JsonNode answer, List<String> facts) {
        String key = answer.path("key").asString("");
        if (open == null) {
            session.show(answer, () -> concat(facts, List.of("key: " + key, "It is shown this once: keep it now.")));
            return;
        }
        try {
            Files.writeString(open, key + "\n", StandardOpenOption.WRITE);
        } catch (IOException full) {
            session.aside("The file " + file + " could not be written; the key is shown instead.");
            session.show(answer, () -> concat(facts, List.of("key: " + key)));
            return;
        }
        ObjectNode without = answer.deepCopy().asObject();
        without.remove("key");
        session.show(
                without,
                () -> concat(facts, List.of("key: in " + file + " (use it with --api-key-file " + file + ")")));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
