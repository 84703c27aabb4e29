package io.latebind.cli.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that the user named, or the standard input for {@code -}. */
public final class InputFile {
    private static final String STANDARD_INPUT = "-";

    private InputFile() {}

    /** @throws CommandFailed when it cannot be read or is no UTF-8 */
    public static String text(String name, Surroundings surroundings) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(name, surroundings)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException binary) {
            throw CommandFailed.wrongWords(shown(name) + " is no text in UTF-8.");
        }
    }

    /** @throws CommandFailed when it cannot be read */
    public static byte[] bytes(String name, Surroundings surroundings) {
        try {
            return name.equals(STANDARD_INPUT)
                    ? surroundings.input().readAllBytes()
                    : Files.readAllBytes(surroundings.directory().resolve(name));
        } catch (NoSuchFileException none) {
            throw CommandFailed.wrongWords("There is no file " + name + ".");
        } catch (IOException unreadable) {
            throw CommandFailed.wrongWords(shown(name) + " cannot be read: is it a file, and may you read it?");
        }
    }

    /** The first line: a password or secret, without the line end that editors add. */
    public static String secret(String name, Surroundings surroundings) {
        String text = text(name, surroundings).stripTrailing();
        if (text.isEmpty() || text.contains("\n")) {
            throw CommandFailed.wrongWords(shown(name) + " must hold one line, the secret.");
        }
        return text;
    }

    public static Path directoryOf(String name, Surroundings surroundings) {
        Path parent = name.equals(STANDARD_INPUT)
                ? null
                : surroundings.directory().resolve(name).getParent();
        return parent == null ? surroundings.directory() : parent;
    }

    private static String shown(String name) {
        return name.equals(STANDARD_INPUT) ? "The standard input" : name;
    }
}
