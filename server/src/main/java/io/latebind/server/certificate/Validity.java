package io.latebind.server.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when until when a certificate holds, in whole seconds. */
public record Validity(Instant notBefore, Instant notAfter) {
    /** Verifiers whose clocks are behind accept it at once. */
    static final Duration BACK_DATED = Duration.ofHours(1);

    /** @param authorityEnd after {@code now}; nothing that an authority signed holds longer */
    static Validity from(Instant now, Duration life, Instant authorityEnd) {
        Instant end = now.plus(life).isBefore(authorityEnd) ? now.plus(life) : authorityEnd;
        return new Validity(now.minus(BACK_DATED).truncatedTo(ChronoUnit.SECONDS), end.truncatedTo(ChronoUnit.SECONDS));
    }
}
