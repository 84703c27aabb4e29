package io.latebind.server.provisioning.link;

import io.latebind.server.coap.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which DTLS session is which device's (specification 6.3). One of a session that was quiet for longest makes room for a new one. Safe for
 * use by many threads.
 */
public final class SessionBindings {
    /** How long an authentication holds: devices are told so. */
    static final Duration HOLDS = Duration.ofDays(30);

    /** @param until the moment from which it does not hold any more */
    record Held(SessionKey session, SessionBinding binding, Instant until) {}

    private final InstantSource clock;
    private final int most;
    /** Those used lately are last. */
    private final Map<SessionKey, Held> held = new LinkedHashMap<>(64, 0.75f, true);

    /** @param most sessions with a binding at a time */
    public SessionBindings(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** In the place of what the session was bound to before. */
    synchronized void bind(SessionKey session, SessionBinding binding) {
        put(new Held(session, binding, clock.instant().plus(HOLDS)));
    }

    synchronized Optional<SessionBinding> of(SessionKey session) {
        Held found = held.get(session);
        if (found == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(found.until())) {
            held.remove(session);
            return Optional.empty();
        }
        return Optional.of(found.binding());
    }

    /** All of them, those used lately last. */
    synchronized List<Held> all() {
        return List.copyOf(held.values());
    }

    /** As {@link #all} gave them, of an earlier run. */
    synchronized void restore(List<Held> kept) {
        kept.forEach(this::put);
    }

    private void put(Held entry) {
        held.put(entry.session(), entry);
        if (held.size() > most) {
            held.remove(held.keySet().iterator().next());
        }
    }

    /** How many there are. */
    public synchronized int size() {
        return held.size();
    }
}
