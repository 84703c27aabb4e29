package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of what is sent, after the Standard Webhooks scheme (standardwebhooks.com): any library for it can check them. Pure. */
public final class SignatureRules {
    /** Random bytes in a secret. */
    public static final int SECRET_BYTES = 32;

    private static final int LEAST_SECRET_BYTES = 24;
    private static final int MOST_SECRET_BYTES = 64;

    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";

    private SignatureRules() {}

    /** {@code whsec_} and the bytes in base64. */
    public static Secret secret(byte[] random) {
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(random));
    }

    /**
     * The header {@code webhook-signature}: one signature for each secret, with a space in between.
     *
     * @param id what the header {@code webhook-id} says; without a full stop
     */
    public static String header(List<Secret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, id, at, body))
                .collect(Collectors.joining(" "));
    }

    /** Whether it is a secret of this scheme, of 24 to 64 bytes. */
    public static boolean isSecret(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            return bytes >= LEAST_SECRET_BYTES && bytes <= MOST_SECRET_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String signature(Secret secret, String id, Instant at, byte[] body) {
        byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", failure);
        }
    }
}
