package io.latebind.simulator.modem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors that an independent encoder wrote. */
public final class Vectors {
    private final JsonNode root;

    private Vectors(JsonNode root) {
        this.root = root;
    }

    public static Vectors read() {
        try (InputStream json = Vectors.class.getResourceAsStream("/vectors/device-protocol.json")) {
            return new Vectors(new JsonMapper().readTree(Objects.requireNonNull(json)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String device(String field) {
        return root.get("device").get(field).stringValue();
    }

    public String messageHex(String name) {
        for (JsonNode message : root.get("messages")) {
            if (message.get("name").stringValue().equals(name)) {
                return message.get("hex").stringValue();
            }
        }
        throw new IllegalArgumentException("no vector " + name);
    }
}
