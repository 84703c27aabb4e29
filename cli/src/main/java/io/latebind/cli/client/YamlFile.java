package io.latebind.cli.client;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** What users write in YAML, of which JSON is a part. */
public final class YamlFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
            .build();

    private YamlFile() {}

    /**
     * @return the documents of the file, without empty ones
     * @throws CommandFailed when it cannot be read or is no YAML, naming the line
     */
    public static List<JsonNode> documents(String file, Surroundings surroundings) {
        String text = InputFile.text(file, surroundings);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList();
        } catch (JacksonException bad) {
            throw CommandFailed.wrongWords(
                    file + ", line " + bad.getLocation().getLineNr() + ": " + firstLine(bad.getOriginalMessage()));
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("this is no YAML");
    }

    /** One document, as {@link #documents} reads it. */
    public static String text(JsonNode document) {
        return YAML.writeValueAsString(document);
    }
}
