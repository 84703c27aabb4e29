package io.latebind.server.event;

import io.latebind.server.kernel.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Facts as the JSON of an event's {@code data}, kept short: listeners hold many events, and the REST calls show the rest. */
public final class EventData {
    /** Of one text; a longer one ends in an ellipsis. */
    static final int MAX_TEXT_CHARACTERS = 512;
    /** Of the whole; larger data says only that it was left out. */
    static final int MAX_BYTES = 16 * 1024;

    /** The fact that is never cut: half a certificate is none. In PEM, public. */
    public static final String CERTIFICATE = "certificatePem";
    /** Of what is never cut, so that there is room for what stands beside it. */
    private static final int MAX_WHOLE_CHARACTERS = 12 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private EventData() {}

    public static String json(Facts facts) {
        String json = JSON.writeValueAsString(shortened(facts.values()));
        return json.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES ? json : "{\"truncated\":true}";
    }

    /** Whether an event can hold this certificate; a longer one is left out. */
    public static boolean holdsWhole(String pem) {
        return pem.length() <= MAX_WHOLE_CHARACTERS;
    }

    private static Object shortened(Object value) {
        return switch (value) {
            case String text -> text.length() <= MAX_TEXT_CHARACTERS ? text : cut(text);
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach(
                        (name, each) -> all.put(name.toString(), name.equals(CERTIFICATE) ? each : shortened(each)));
                yield all;
            }
            case List<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(shortened(each)));
                yield all;
            }
            default -> value;
        };
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT_CHARACTERS - 1))
                ? MAX_TEXT_CHARACTERS - 1
                : MAX_TEXT_CHARACTERS;
        return text.substring(0, end) + "…";
    }
}
