package io.latebind.server.coap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers of which a client may ask further blocks, in any order and more than once, until it was quiet for a while. A session has few
 * of them, and all together have a limit: the ones that were not asked for for longest give way. Safe for use by many threads.
 */
final class KeptBodies {
    /** A device fetches one body at a time; one that gave up a fetch may have begun the next. */
    private static final int MOST_OF_A_SESSION = 4;

    private static final int OVERHEAD_BYTES = 512;

    private static final class OfSession {
        private final Map<String, AnswerBody> bodies = new LinkedHashMap<>(4, 0.75f, true);
        private Instant lastUsed = Instant.MIN;
    }

    private final int mostBytes;
    private final Duration kept;
    private final InstantSource clock;
    /** In the order of their last use: whoever only looks for another body does not move. */
    private final SequencedMap<SessionKey, OfSession> sessions = new LinkedHashMap<>();

    private int held;

    /**
     * @param mostBytes of all bodies
     * @param kept since the last block was asked for
     */
    KeptBodies(int mostBytes, Duration kept, InstantSource clock) {
        this.mostBytes = mostBytes;
        this.kept = kept;
        this.clock = clock;
    }

    /** How many bytes they hold now. */
    synchronized int held() {
        return held;
    }

    /**
     * In the place of an earlier body of the same resource.
     *
     * @param resource that was requested, with its query
     */
    synchronized void keep(SessionKey session, String resource, AnswerBody body) {
        Instant now = clock.instant();
        forgetOutdated(now);
        OfSession of = sessions.getOrDefault(session, new OfSession());
        use(session, of, now);
        release(of.bodies.put(resource, body));
        held += cost(body);
        if (of.bodies.size() > MOST_OF_A_SESSION) {
            release(of.bodies.remove(of.bodies.keySet().iterator().next()));
        }
        while (held > mostBytes) {
            forget(sessions.keySet().iterator().next());
        }
    }

    /** Empty when there was none, or it is not kept any more. */
    synchronized Optional<AnswerBody> find(SessionKey session, String resource) {
        Instant now = clock.instant();
        forgetOutdated(now);
        OfSession of = sessions.get(session);
        if (of == null) {
            return Optional.empty();
        }
        Optional<AnswerBody> body = Optional.ofNullable(of.bodies.get(resource));
        if (body.isPresent()) {
            use(session, of, now);
        }
        return body;
    }

    private void use(SessionKey session, OfSession of, Instant now) {
        of.lastUsed = now;
        sessions.putLast(session, of);
    }

    /** A new request of the resource is under way: blocks of the earlier answer must not be taken for its own. */
    synchronized void forget(SessionKey session, String resource) {
        OfSession of = sessions.get(session);
        if (of != null) {
            release(of.bodies.remove(resource));
            if (of.bodies.isEmpty()) {
                sessions.remove(session);
            }
        }
    }

    private void forgetOutdated(Instant now) {
        Iterator<Map.Entry<SessionKey, OfSession>> oldestFirst =
                sessions.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            OfSession of = oldestFirst.next().getValue();
            if (now.isBefore(of.lastUsed.plus(kept))) {
                return;
            }
            of.bodies.values().forEach(this::release);
            oldestFirst.remove();
        }
    }

    private void forget(SessionKey session) {
        OfSession gone = sessions.remove(session);
        if (gone != null) {
            gone.bodies.values().forEach(this::release);
        }
    }

    private void release(@Nullable AnswerBody gone) {
        if (gone != null) {
            held -= cost(gone);
        }
    }

    private static int cost(AnswerBody body) {
        return OVERHEAD_BYTES + body.content().length;
    }
}
