package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.AuthorityId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a signer gets at once, and when it is left alone: so one that is slow or away holds up its own devices alone, and is
 * not run over when it comes back. Nobody waits here: who is not let in comes again later. In memory of this process.
 */
final class SignerGate {
    /** Of one authority at the same time. */
    static final int MOST_AT_ONCE = 16;

    /** Requests in a row without an answer, behind which a signer is taken to be away. */
    static final int AWAY_AFTER = 3;

    /** How long one that is away is left alone; then one request tries whether it is back. */
    static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    /** Without counts and times: the same words again are no news for those who wait. */
    private static final String AWAY =
            "has not answered the last requests, and is asked every " + LEFT_ALONE.toSeconds() + " s until it does";

    private static final int MOST_ATTEMPTS = 10_000;

    private final Map<AuthorityId, Place> places = new HashMap<>();
    private final Map<AttemptKey, Instant> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptKey, Instant> eldest) {
            return size() > MOST_ATTEMPTS;
        }
    };

    private static final class Place {
        private int underWay;
        private int unanswered;
        /** It asked for that; no answer to somebody else takes it back. */
        private @Nullable Instant pausedUntil;

        private @Nullable Instant awayUntil;
    }

    /** Empty: let in, and {@link #leave} must follow. Otherwise why not, to complete "the signer …". */
    synchronized Optional<String> enter(AuthorityId authority, AttemptKey attempt, Instant now) {
        Optional<String> closed = closed(authority, attempt, now);
        if (closed.isEmpty()) {
            places.computeIfAbsent(authority, _ -> new Place()).underWay++;
        }
        return closed;
    }

    /** As {@link #enter}, but nobody is let in. */
    synchronized Optional<String> closed(AuthorityId authority, AttemptKey attempt, Instant now) {
        Optional<Instant> asked = Optional.ofNullable(attempts.get(attempt)).filter(until -> until.isAfter(now));
        if (asked.isPresent()) {
            return Optional.of("has not decided yet, and wants to be asked again at " + asked.get());
        }
        Place place = places.get(authority);
        if (place == null) {
            return Optional.empty();
        }
        if (isAhead(place.pausedUntil, now)) {
            return Optional.of("wants to be left alone until " + place.pausedUntil);
        }
        if (isAhead(place.awayUntil, now)) {
            return Optional.of(AWAY);
        }
        boolean away = place.unanswered >= AWAY_AFTER;
        if (place.underWay < (away ? 1 : MOST_AT_ONCE)) {
            return Optional.empty();
        }
        return Optional.of(away ? AWAY : "is busy: " + MOST_AT_ONCE + " requests to it are under way");
    }

    /** As {@link #enter} for somebody who wants to know how the signer is: only that it is busy keeps them out. */
    synchronized boolean enterToTest(AuthorityId authority) {
        Place place = places.computeIfAbsent(authority, _ -> new Place());
        if (place.underWay >= MOST_AT_ONCE) {
            return false;
        }
        place.underWay++;
        return true;
    }

    /**
     * @param answered whether the signer said anything at all
     * @param wait what it wants
     */
    synchronized void leave(
            AuthorityId authority, AttemptKey attempt, boolean answered, Optional<SignerSaid.Wait> wait, Instant now) {
        attempts.remove(attempt);
        wait.filter(wanted -> !wanted.everybody())
                .ifPresent(wanted -> attempts.put(attempt, now.plus(wanted.length())));
        leave(authority, answered, wait.filter(SignerSaid.Wait::everybody), now);
    }

    synchronized void leave(AuthorityId authority, boolean answered, Optional<SignerSaid.Wait> wait, Instant now) {
        Place place = places.get(authority);
        if (place == null) {
            return;
        }
        place.underWay--;
        place.unanswered = answered ? 0 : place.unanswered + 1;
        wait.map(wanted -> now.plus(wanted.length()))
                .filter(until -> !isAhead(place.pausedUntil, until))
                .ifPresent(until -> place.pausedUntil = until);
        place.awayUntil = place.unanswered >= AWAY_AFTER ? now.plus(LEFT_ALONE) : null;
        if (place.underWay == 0 && place.unanswered == 0 && !isAhead(place.pausedUntil, now)) {
            places.remove(authority);
        }
    }

    private static boolean isAhead(@Nullable Instant until, Instant now) {
        return until != null && until.isAfter(now);
    }
}
