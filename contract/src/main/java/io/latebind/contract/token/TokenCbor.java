package io.latebind.contract.token;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The CBOR inside tokens. The parser is lenient (it steps over tags, takes any length form), so whoever reads builds the token anew from
 * what was read and compares the bytes: what is not the one exact form is refused.
 */
final class TokenCbor {
    /** Tag "self-described CBOR" (RFC 8949, 3.4.6) on the bodies that a modem makes. */
    static final int TAG_SELF_DESCRIBED = 55_799;

    private static final int MAX_BYTES = 16 * 1024;
    private static final int UUID_BYTES = 16;
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(32)
                    .maxNestingDepth(4)
                    .build())
            .build();
    private static final CBORMapper MAPPER = CBORMapper.builder(FACTORY).build();

    private final CBORGenerator out;

    private TokenCbor(CBORGenerator out) {
        this.out = out;
    }

    static byte[] write(Consumer<TokenCbor> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (CBORGenerator out = (CBORGenerator) FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(new TokenCbor(out));
        }
        return bytes.toByteArray();
    }

    void tag(int tag) {
        out.writeTag(tag);
    }

    void array(int size) {
        out.writeStartArray(null, size);
    }

    void map(int size) {
        out.writeStartObject(null, size);
    }

    void key(long key) {
        out.writePropertyId(key);
    }

    void text(String text) {
        out.writeString(text);
    }

    void number(long number) {
        out.writeNumber(number);
    }

    void bytes(byte[] bytes) {
        out.writeBinary(bytes);
    }

    void uuid(UUID uuid) {
        bytes(ByteBuffer.allocate(UUID_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    void nil() {
        out.writeNull();
    }

    void end() {
        if (out.streamWriteContext().inObject()) {
            out.writeEndObject();
        } else {
            out.writeEndArray();
        }
    }

    /** The array that {@code bytes} begin with, tags and form unchecked; empty when there is none of that size. */
    static Optional<JsonNode> arrayIn(byte[] bytes, int size) {
        return treeIn(bytes).filter(node -> node.isArray() && node.size() == size);
    }

    /** The number in 0..2^31-1 that {@code bytes} hold in any length form, and nothing else. */
    static Optional<Long> numberIn(byte[] bytes) {
        boolean unsignedAlone = bytes.length > 0
                && bytes.length
                        == switch (bytes[0]) {
                            case 24 -> 2;
                            case 25 -> 3;
                            case 26 -> 5;
                            case 27 -> 9;
                            default -> 1;
                        };
        return unsignedAlone ? treeIn(bytes).flatMap(TokenCbor::number) : Optional.empty();
    }

    static Optional<Long> number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0
                ? Optional.of(node.longValue())
                : Optional.empty();
    }

    static Optional<byte[]> bytes(JsonNode node) {
        return node.isBinary() ? Optional.of(node.binaryValue()) : Optional.empty();
    }

    static Optional<byte[]> bytes(JsonNode node, int length) {
        return bytes(node).filter(bytes -> bytes.length == length);
    }

    static Optional<UUID> uuid(JsonNode node) {
        return bytes(node, UUID_BYTES).map(ByteBuffer::wrap).map(raw -> new UUID(raw.getLong(), raw.getLong()));
    }

    private static Optional<JsonNode> treeIn(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(bytes));
        } catch (JacksonException notCbor) {
            return Optional.empty();
        }
    }
}
