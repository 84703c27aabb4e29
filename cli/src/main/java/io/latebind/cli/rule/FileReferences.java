package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Surroundings;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contents that stand in files of their own. */
final class FileReferences {
    /** Of one line, whose line end does not belong to it. */
    private static final Set<String> ONE_LINE = Set.of("password", "secret");

    private static final Set<String> ALLOWED = Set.of("content", "password", "secret");

    private final Path directory;
    private final Surroundings surroundings;

    FileReferences(Path directory, Surroundings surroundings) {
        this.directory = directory;
        this.surroundings = surroundings;
    }

    /** Puts the contents of the files in the places where they are named. */
    void resolve(ObjectNode parameters, String place) {
        for (String name : ALLOWED) {
            JsonNode value = parameters.path(name);
            if (value.isObject()) {
                parameters.put(name, content(value, name, place));
            }
        }
    }

    private String content(JsonNode reference, String name, String place) {
        if (reference.size() != 1 || !reference.path("file").isString()) {
            throw CommandFailed.wrongWords(place + ": " + name + " is neither a text nor {file: NAME}.");
        }
        String file = directory.resolve(reference.path("file").stringValue()).toString();
        return ONE_LINE.contains(name) ? InputFile.secret(file, surroundings) : InputFile.text(file, surroundings);
    }
}
