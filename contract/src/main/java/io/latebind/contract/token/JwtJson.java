package io.latebind.contract.token;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON inside a JWT: one object, no field twice, nothing behind it. */
final class JwtJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(DeviceJwt.MAX_CHARACTERS)
                            .maxNestingDepth(8)
                            .maxNumberLength(32)
                            .build())
                    // names come from strangers: a table of them that lives on would be theirs to fill
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JwtJson() {}

    static Optional<JsonNode> objectIn(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            return tree != null && tree.isObject() ? Optional.of(tree) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** The text under {@code name}; empty when there is none or something else. */
    static Optional<String> text(JsonNode object, String name) {
        JsonNode node = object.get(name);
        return node != null && node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
