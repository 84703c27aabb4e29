package io.latebind.cli.certificate;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Surroundings;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** A certificate profile in YAML, of which JSON is a part. */
final class ProfileFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();
    /** What the service says about a profile, and is not told. */
    private static final Set<String> SHOWN_ONLY = Set.of("id", "builtIn", "createdAt", "updatedAt");

    private ProfileFile() {}

    /** @throws CommandFailed when it is no profile */
    static JsonNode read(String file, Surroundings surroundings) {
        try {
            JsonNode document = YAML.readTree(InputFile.text(file, surroundings));
            if (document.isObject()) {
                return document;
            }
        } catch (JacksonException unreadable) {
            throw CommandFailed.wrongWords(file + " is no YAML: " + unreadable.getOriginalMessage());
        }
        throw CommandFailed.wrongWords(
                file + " is no profile: a profile has name, subject, validityDays and so on.",
                "`latebind profiles show default --yaml` shows one.");
    }

    /** As {@link #read} takes it. */
    static String yaml(JsonNode profile) {
        ObjectNode document = profile.deepCopy().asObject();
        document.remove(SHOWN_ONLY);
        return YAML.writeValueAsString(document);
    }
}
