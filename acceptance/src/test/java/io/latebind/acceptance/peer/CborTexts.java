package io.latebind.acceptance.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text strings of definite length in CBOR (RFC 8949, 3.1), exchanged in a body without reading the rest of it. */
final class CborTexts {
    private CborTexts() {}

    /** {@code body} with every text that is {@code old} replaced, header included; there must be one. */
    static byte[] replaced(byte[] body, String old, String with) {
        byte[] sought = encoded(old);
        byte[] given = encoded(with);
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        boolean found = false;
        for (int at = 0; at < body.length; ) {
            if (Arrays.equals(sought, Arrays.copyOfRange(body, at, Math.min(body.length, at + sought.length)))) {
                result.writeBytes(given);
                at += sought.length;
                found = true;
            } else {
                result.write(body[at]);
                at++;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("not in the body: " + old);
        }
        return result.toByteArray();
    }

    private static byte[] encoded(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        if (utf8.length < 24) {
            encoded.write(0x60 + utf8.length);
        } else if (utf8.length < 256) {
            encoded.write(0x78);
            encoded.write(utf8.length);
        } else {
            encoded.write(0x79);
            encoded.write(utf8.length >> 8);
            encoded.write(utf8.length);
        }
        encoded.writeBytes(utf8);
        return encoded.toByteArray();
    }
}
