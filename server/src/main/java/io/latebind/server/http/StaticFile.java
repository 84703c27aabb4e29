package io.latebind.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A file out of the program, compressed once; a browser that has it already is told so (RFC 9110, 13.1.2). */
final class StaticFile {
    private final String contentType;
    private final byte[] plain;
    private final byte[] gzip;
    private final Map<String, String> headers;

    /** @param headers besides those that every file has */
    StaticFile(String contentType, byte[] plain, Map<String, String> headers) {
        this.contentType = contentType;
        this.plain = plain;
        this.gzip = Gzip.bytes(plain);
        Map<String, String> all = new HashMap<>(headers);
        // weak: the same file in both codings
        all.put("ETag", "W/\"" + digest(plain) + "\"");
        all.put("Cache-Control", "no-cache");
        all.put("Vary", "Accept-Encoding");
        this.headers = Map.copyOf(all);
    }

    HttpAnswer answer(HttpCall call) {
        if (call.header("if-none-match").filter(this::isOurs).isPresent()) {
            return HttpAnswer.empty(304).withHeaders(headers);
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", contentType);
        boolean smaller = gzip.length < plain.length && Gzip.isTaken(call.header("accept-encoding"));
        if (smaller) {
            all.put("Content-Encoding", "gzip");
        }
        return new HttpAnswer(200, all, smaller ? gzip : plain, Optional.empty());
    }

    private boolean isOurs(String ifNoneMatch) {
        return ifNoneMatch.strip().equals("*")
                || ifNoneMatch.contains(headers.getOrDefault("ETag", "").substring(2));
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(whole, 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
