package io.latebind.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Answers made smaller for callers that take gzip (RFC 9110, 12.5.3). Streams go out as they come. */
final class Gzip {
    /** Less than this fits into one packet as it is. */
    private static final int LEAST_BYTES = 1024;

    private static final String VARY = "Accept-Encoding";

    private Gzip() {}

    /** Whether the caller names gzip, or everything, and does not rule it out. */
    static boolean isTaken(Optional<String> acceptEncoding) {
        boolean everything = false;
        for (String element : acceptEncoding.orElse("").toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.split(";", 2);
            boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0{0,3})?");
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> {
                    return !refused;
                }
                case "*" -> everything = !refused;
                default -> {
                    // another coding, which we do not have
                }
            }
        }
        return everything;
    }

    /**
     * The answer, smaller where that pays. One with a strong entity tag stays as it is: the tag names its very bytes, and is sent back
     * in If-Match.
     */
    static HttpAnswer answer(HttpAnswer plain, Optional<String> acceptEncoding) {
        boolean fits = plain.stream().isEmpty()
                && plain.body().length >= LEAST_BYTES
                && !plain.headers().containsKey("Content-Encoding")
                && isText(plain.headers().getOrDefault("Content-Type", ""))
                && plain.headers().getOrDefault("ETag", "W/").startsWith("W/");
        if (!fits) {
            return plain;
        }
        Map<String, String> headers = new HashMap<>(plain.headers());
        headers.merge("Vary", VARY, (first, next) -> first.contains(next) ? first : first + ", " + next);
        if (!isTaken(acceptEncoding)) {
            return plain.withHeaders(headers);
        }
        headers.put("Content-Encoding", "gzip");
        return new HttpAnswer(plain.status(), headers, bytes(plain.body()));
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.startsWith("text/")
                || type.endsWith("json")
                || type.equals("application/yaml")
                || type.equals("application/javascript");
    }

    static byte[] bytes(byte[] plain) {
        ByteArrayOutputStream smaller = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(smaller)) {
            gzip.write(plain);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return smaller.toByteArray();
    }
}
