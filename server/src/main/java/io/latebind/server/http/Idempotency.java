package io.latebind.server.http;

import io.latebind.server.kernel.OneTransaction;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out a creating request once for each {@code Idempotency-Key}: the change and the answer to it commit in one transaction, so
 * that after whatever happened the same request is either carried out now, for the first time, or gets its answer again.
 */
public final class Idempotency {
    /** How long an answer is kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** Long enough for most requests to end. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);

    private final OneTransaction transaction;
    private final IdempotencyStore answers;
    private final InstantSource clock;

    public Idempotency(OneTransaction transaction, IdempotencyStore answers, InstantSource clock) {
        this.transaction = transaction;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * The answer of {@code work}, or the one that it gave before, marked as such. Refused when the header is no key
     * (BAD_IDEMPOTENCY_KEY), came with another request of the same member before (IDEMPOTENCY_KEY_REUSED), or that request is being
     * carried out just now (REQUEST_UNDER_WAY). Answers that say nothing about the request itself (429, 5xx) are not kept.
     *
     * @param work may run more than once, with the effects of one run
     */
    Outcome<HttpAnswer> once(String header, HttpCall call, Principal caller, Supplier<HttpAnswer> work) {
        byte[] request = digest(call, caller);
        return IdempotencyKey.parse(caller.member(), header)
                .then(key -> transaction.around(tx -> once(tx, key, request, work)));
    }

    private Outcome<HttpAnswer> once(Tx tx, IdempotencyKey key, byte[] request, Supplier<HttpAnswer> work) {
        if (!answers.take(tx, key)) {
            return Outcome.refused(Refusal.of(
                            RefusalCode.REQUEST_UNDER_WAY,
                            "The request with this Idempotency-Key is being carried out just now; send it again for its answer.")
                    .until(UNDER_WAY));
        }
        Instant now = clock.instant();
        Optional<StoredAnswer> stored = answers.find(tx, key, now.minus(KEPT));
        if (stored.isPresent()) {
            return Arrays.equals(stored.get().request(), request)
                    ? Outcome.done(replayed(stored.get().answer()))
                    : Outcome.refused(
                            RefusalCode.IDEMPOTENCY_KEY_REUSED,
                            "This Idempotency-Key came with another request within the last 24 hours (another path, query, content"
                                    + " type or body); take a new key for a new request.");
        }
        HttpAnswer answer = work.get();
        if (answer.stream().isPresent()) {
            throw new IllegalStateException("a creating route answers with a stream, which cannot be kept");
        }
        if (answer.status() < 500 && answer.status() != 429) {
            answers.store(tx, key, new StoredAnswer(request, answer), now);
        }
        return Outcome.done(answer);
    }

    private static HttpAnswer replayed(HttpAnswer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Idempotency-Replayed", "true");
        return answer.withHeaders(headers);
    }

    /**
     * Every part with its length before it, so that no two requests read the same. The role is one, so that a member's weaker key is
     * not told what a stronger one made.
     */
    private static byte[] digest(HttpCall call, Principal caller) {
        MessageDigest digest = sha256();
        part(digest, caller.role().name());
        part(digest, call.method().name());
        part(digest, call.path());
        call.queryParameters().forEach((name, values) -> {
            part(digest, name);
            part(digest, Integer.toString(values.size()));
            values.forEach(value -> part(digest, value));
        });
        part(digest, call.header("content-type").orElse(""));
        part(digest, call.header("contenttype").orElse(""));
        digest.update(call.body());
        return digest.digest();
    }

    private static void part(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
