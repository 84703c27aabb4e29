package io.latebind.contract.device.cbor;

import io.latebind.contract.device.cbor.Decoding.Malformed;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A flat array that begins with a correlation id and a type number, and has passed the {@link BodyGate}. */
record RecordNode(JsonNode elements, String correlation, long type) {
    private static final long MAX_UINT32 = 0xffff_ffffL;

    static Optional<RecordNode> of(JsonNode node) {
        if (!node.isArray() || node.size() < 2 || !node.get(0).isString() || !isUint32(node.get(1))) {
            return Optional.empty();
        }
        return Optional.of(
                new RecordNode(node, node.get(0).stringValue(), node.get(1).longValue()));
    }

    static <T> Malformed<T> noRecord() {
        return new Malformed<>("not an array that begins with a text and a type number");
    }

    int size() {
        return elements.size();
    }

    /** The element at {@code index}, of those behind the type number. */
    JsonNode get(int index) {
        return elements.get(index);
    }

    boolean hasText(int index) {
        return elements.get(index).isString();
    }

    String text(int index) {
        return elements.get(index).stringValue();
    }

    <T> Malformed<T> wrongSize(int expected) {
        return new Malformed<>("type " + type + " takes " + expected + " elements, not " + size());
    }

    <T> Malformed<T> wrongElement(int index, String expected) {
        return new Malformed<>("element " + index + " of type " + type + " is not " + expected);
    }

    <T> Malformed<T> unknownType() {
        return new Malformed<>("unknown type number " + type);
    }

    static boolean isUint32(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= 0
                && node.longValue() <= MAX_UINT32;
    }
}
