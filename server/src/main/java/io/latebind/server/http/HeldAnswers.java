package io.latebind.server.http;

import io.latebind.server.kernel.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Slows down addresses from which devices fail to prove themselves, without a word that a device would not understand: the answer to a
 * failure is held back. What proves itself is answered at once, whoever else is behind the same address.
 *
 * <p>Held answers cost a connection each and nothing else, and are counted: beyond the limits an answer goes out at once.
 */
final class HeldAnswers {
    /** Well within the client's patience. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Of one address, so that one cannot have all of them. */
    static final int MOST_OF_ONE = 64;

    static final int MOST = 1024;

    private final Budgets<String> failures;
    private final Map<String, Integer> held = new HashMap<>();
    private int heldOfAll;

    HeldAnswers(int failuresPerMinute, InstantSource clock) {
        failures = new Budgets<>(failuresPerMinute, clock);
    }

    /**
     * A failure from this address. Zero when its answer may go now; otherwise how long it is held, and {@link #released} must follow.
     */
    Duration hold(String address) {
        String caller = IpAddress.caller(address);
        Duration wait = failures.spend(caller);
        if (wait.isZero()) {
            return wait;
        }
        synchronized (held) {
            if (heldOfAll == MOST || held.getOrDefault(caller, 0) == MOST_OF_ONE) {
                return Duration.ZERO;
            }
            heldOfAll++;
            // those that are held already come first
            int place = held.merge(caller, 1, Integer::sum);
            Duration turn = wait.multipliedBy(place);
            return turn.compareTo(LONGEST) < 0 ? turn : LONGEST;
        }
    }

    void released(String address) {
        synchronized (held) {
            heldOfAll--;
            held.computeIfPresent(IpAddress.caller(address), (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
