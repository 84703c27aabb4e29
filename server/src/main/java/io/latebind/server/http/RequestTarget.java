package io.latebind.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Path and query of a request (RFC 3986), percent-decoded. Bytes that are not UTF-8 and U+0000, which no database text holds, are
 * refused.
 *
 * @param segments of the path, without the leading slash
 */
record RequestTarget(String path, List<String> segments, Map<String, List<String>> query) {

    /** Empty when it is not well-formed. */
    static Optional<RequestTarget> parse(String rawPath, String rawQuery) {
        if (!rawPath.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            Optional<String> segment = decoded(raw, false);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return query(rawQuery)
                .map(query -> new RequestTarget(rawPath, List.copyOf(segments), Collections.unmodifiableMap(query)));
    }

    private static Optional<Map<String, List<String>>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            query.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
        }
        return Optional.of(query);
    }

    private static Optional<String> decoded(String raw, boolean plusIsSpace) {
        byte[] from = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(from.length);
        int at = 0;
        while (at < from.length) {
            int octet = from[at];
            if (octet == '%') {
                if (at + 2 >= from.length) {
                    return Optional.empty();
                }
                int high = Character.digit(from[at + 1], 16);
                int low = Character.digit(from[at + 2], 16);
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                octet = high << 4 | low;
                at += 2;
            } else if (octet == '+' && plusIsSpace) {
                octet = ' ';
            }
            if (octet == 0) {
                return Optional.empty();
            }
            bytes.put((byte) octet);
            at++;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
