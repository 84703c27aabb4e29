package io.latebind.contract.token;

import java.util.Base64;
import java.util.Optional;

/** base64url without padding, in canonical spelling only (RFC 4648, 3.5 and 5): for each byte string there is one text. */
public final class Base64Url {
    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes; empty for padding, foreign characters, an impossible length, or unused bits that are not zero. */
    public static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // the decoder takes padding and lets unused bits be anything
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
