package io.latebind.server.access;

import io.latebind.server.kernel.IdSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An API key as its owner holds it: {@code lb_} and 32 random bytes as base64url. With 256 bits of chance in it, a plain SHA-256 is
 * enough to store.
 */
public final class ApiKeyText {
    private static final String PREFIX = "lb_";
    private static final int RANDOM_BYTES = 32;

    private final String text;

    private ApiKeyText(String text) {
        this.text = text;
    }

    public static ApiKeyText random(IdSource ids) {
        return new ApiKeyText(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(ids.randomBytes(RANDOM_BYTES)));
    }

    /** Any text that someone presents as a key. */
    public static ApiKeyText of(String text) {
        return new ApiKeyText(text);
    }

    /** What is stored and looked up. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** For the one time that it is shown. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
