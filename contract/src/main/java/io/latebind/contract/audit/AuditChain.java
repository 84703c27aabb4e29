package io.latebind.contract.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the events of a team's audit trail hang together. {@code hash = SHA-256(previousHash || "<sequence>:" || event)}, where event is
 * the line's JSON without {@code sequence}, {@code previousHash} and {@code hash}, its names sorted by their code units at every level,
 * without white space, UTF-8; whole numbers only. The first event's {@code previousHash} is 32 zero bytes. Hashes are shown in lower-case hex.
 */
public final class AuditChain {
    /** Before the first event. */
    public static final String GENESIS = "0".repeat(64);

    private static final Set<String> LINK = Set.of("sequence", "previousHash", "hash");

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private AuditChain() {}

    /** The event's canonical text; names that tell its place in the chain are left out. */
    public static String canonical(Map<String, ?> event) {
        Map<String, Object> sorted = new TreeMap<>(event);
        sorted.keySet().removeAll(LINK);
        return CANONICAL.writeValueAsString(sorted);
    }

    /** The event's canonical text. */
    public static String canonical(ObjectNode event) {
        return canonical(CANONICAL.convertValue(event, new MapType()));
    }

    private static final class MapType extends tools.jackson.core.type.TypeReference<Map<String, Object>> {}

    /** What is hashed behind the previous hash. */
    public static String linked(long sequence, String canonical) {
        return sequence + ":" + canonical;
    }

    /** The hash that the event with this sequence must carry. */
    public static String hash(String previousHash, long sequence, String canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(previousHash));
            digest.update(linked(sequence, canonical).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** A place of the chain, walked from the first event on. */
    public record Place(long sequence, String hash) {
        public static final Place BEFORE_THE_FIRST = new Place(0, GENESIS);
    }

    /** Whether the next line of an export follows on what came before. */
    public sealed interface Step {
        record Follows(Place place) implements Step {}

        /** @param reason names the event and what is wrong with it */
        record Broken(String reason) implements Step {}
    }

    /** @param event a line of the export, whole */
    public static Step step(Place before, ObjectNode event) {
        long sequence = event.path("sequence").asLong(-1);
        String previous = text(event, "previousHash");
        String hash = text(event, "hash");
        if (sequence != before.sequence() + 1) {
            return new Step.Broken("event " + sequence + " stands where event " + (before.sequence() + 1)
                    + " should: events were removed, added or put in another order");
        }
        if (!previous.equals(before.hash())) {
            return new Step.Broken("event " + sequence + " says that the hash before it is " + previous + ", but it is "
                    + before.hash() + ": event " + before.sequence() + " or " + sequence + " was altered");
        }
        String expected = hash(before.hash(), sequence, canonical(event));
        if (!hash.equals(expected)) {
            return new Step.Broken("event " + sequence + " carries the hash " + hash
                    + ", but what it says has the hash " + expected + ": it was altered");
        }
        return new Step.Follows(new Place(sequence, hash));
    }

    private static String text(JsonNode event, String name) {
        return event.path(name).asString("");
    }
}
