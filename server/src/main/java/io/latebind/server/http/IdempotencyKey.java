package io.latebind.server.http;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name that a member gave to one request, so that sending it again does not create again.
 *
 * @param text 1 to 255 printable ASCII characters without white space
 */
public record IdempotencyKey(MemberId member, String text) {
    private static final Pattern SANE = Pattern.compile("[!-~]{1,255}");

    public IdempotencyKey {
        Objects.requireNonNull(member);
        if (!SANE.matcher(text).matches()) {
            throw new IllegalArgumentException("not the text of an Idempotency-Key");
        }
    }

    /** The header's value, with or without quotes around it. Refused when it is none (BAD_IDEMPOTENCY_KEY). */
    static Outcome<IdempotencyKey> parse(MemberId member, String header) {
        String stripped = header.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        String text = quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
        return SANE.matcher(text).matches()
                ? Outcome.done(new IdempotencyKey(member, text))
                : Outcome.refused(
                        RefusalCode.BAD_IDEMPOTENCY_KEY,
                        "The header Idempotency-Key must be one text of 1 to 255 printable ASCII characters without white space;"
                                + " make a new UUID for each request that you want carried out once.");
    }
}
