package io.latebind.contract.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code vectors/device-protocol.json}. */
public final class ProtocolVectors {
    private final JsonNode root;

    private ProtocolVectors(JsonNode root) {
        this.root = root;
    }

    public static ProtocolVectors load() {
        try (InputStream json = ProtocolVectors.class.getResourceAsStream("/vectors/device-protocol.json")) {
            if (json == null) {
                throw new IllegalStateException("vectors/device-protocol.json is not on the class path");
            }
            return new ProtocolVectors(JsonMapper.shared().readTree(json));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text under {@code device}. */
    public String text(String name) {
        return root.get("device").get(name).stringValue();
    }

    /** The hex text under {@code device}, as bytes. */
    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (JsonNode node : root.get("messages")) {
            messages.add(new Message(
                    node.get("name").stringValue(),
                    node.get("kind").stringValue().equals("commands"),
                    HexFormat.of().parseHex(node.get("hex").stringValue()),
                    Optional.ofNullable(node.get("hex_indefinite"))
                            .map(hex -> HexFormat.of().parseHex(hex.stringValue()))));
        }
        return messages;
    }

    public Message message(String name) {
        return messages().stream()
                .filter(message -> message.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One body in definite length and, for responses, in indefinite length as well. */
    public record Message(String name, boolean commands, byte[] definite, Optional<byte[]> indefinite) {
        @Override
        public String toString() {
            return name;
        }
    }
}
