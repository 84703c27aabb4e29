package io.latebind.server.event.webhook;

import io.latebind.server.event.EventId;
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
    static final int SECRET_BYTES = 32;

    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";

    private SignatureRules() {}

    /** {@code whsec_} and the bytes in base64. */
    static Secret secret(byte[] random) {
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(random));
    }

    /** The header {@code webhook-signature}: one signature for each secret, with a space in between. */
    static String header(List<Secret> secrets, EventId id, Instant at, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, id, at, body))
                .collect(Collectors.joining(" "));
    }

    private static String signature(Secret secret, EventId id, Instant at, byte[] body) {
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
