package io.latebind.cli.certificate;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Surroundings;
import io.latebind.cli.client.YamlFile;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A certificate profile in YAML. */
final class ProfileFile {
    /** What the service says about a profile, and is not told. */
    private static final Set<String> SHOWN_ONLY = Set.of("id", "builtIn", "createdAt", "updatedAt");

    private ProfileFile() {}

    /** @throws CommandFailed when it is no profile */
    static JsonNode read(String file, Surroundings surroundings) {
        List<JsonNode> documents = YamlFile.documents(file, surroundings);
        if (documents.size() == 1 && documents.getFirst().isObject()) {
            return documents.getFirst();
        }
        throw CommandFailed.wrongWords(
                file + " is no profile: a profile has name, subject, validityDays and so on.",
                "`latebind profiles show default --yaml` shows one.");
    }

    /** As {@link #read} takes it. */
    static String yaml(JsonNode profile) {
        ObjectNode document = profile.deepCopy().asObject();
        document.remove(SHOWN_ONLY);
        return YamlFile.text(document);
    }
}
