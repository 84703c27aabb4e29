package io.latebind.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a body is CSV, as tools announce it (specification 7). */
public final class CsvBody {
    public static final String CONTENT_TYPE = "text/csv";

    /** What tools call a file of rows. */
    private static final Set<String> FILES = Set.of(CONTENT_TYPE, "text/plain", "application/octet-stream");

    private CsvBody() {}

    /**
     * On a route that takes JSON too: the content type says CSV, or there is none and the body does not begin like a JSON object.
     * Real tools send the header {@code contentType}, which means nothing to HTTP, and no {@code Content-Type}.
     */
    public static boolean besideJson(HttpCall call) {
        Optional<String> type = contentType(call);
        return type.isPresent()
                ? type.get().equals(CONTENT_TYPE)
                : call.body().length > 0 && !text(call.body()).startsWith("{");
    }

    /** On a route that takes nothing else. */
    public static boolean alone(HttpCall call) {
        return contentType(call).map(FILES::contains).orElse(true);
    }

    private static Optional<String> contentType(HttpCall call) {
        return call.header("content-type").map(value -> {
            int parameters = value.indexOf(';');
            String type = parameters < 0 ? value : value.substring(0, parameters);
            return type.strip().toLowerCase(Locale.ROOT);
        });
    }

    /** How it begins, without what may stand before it. */
    private static String text(byte[] body) {
        int looked = Math.min(body.length, 1024);
        String start = new String(body, 0, looked, StandardCharsets.UTF_8);
        return (start.startsWith("\uFEFF") ? start.substring(1) : start).strip();
    }
}
