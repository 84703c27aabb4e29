package io.latebind.server.coap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose request is handled when: so many at a time, few of a session. Others wait for their turn, the first to come first, so that a
 * rush of devices costs each of them one visit: being sent away costs it another.
 */
final class Turns {
    private final CoapLimits.Requests limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<SessionKey, Integer> ofSessions = new HashMap<>();
    private final Deque<Waiting> line = new ArrayDeque<>();
    private int waitingBytes;
    private int handled;
    private boolean closed;

    private record Waiting(Turn turn, Instant until) {}

    Turns(CoapLimits.Requests limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** One request. Neither method blocks; one of the two is called, once, unless {@link #enter} said no. */
    interface Turn {
        SessionKey session();

        int bytes();

        /** Its turn has come; {@link #leave} must follow. */
        void begin();

        /** It has waited in vain. */
        void giveUp();
    }

    /** False when there is no place for it, not even to wait. */
    boolean enter(Turn turn) {
        lock.lock();
        try {
            int before = ofSessions.getOrDefault(turn.session(), 0);
            if (closed || before >= limits.ofASession()) {
                return false;
            }
            if (handled == limits.handled()) {
                return waits(turn, before);
            }
            handled++;
            ofSessions.put(turn.session(), before + 1);
        } finally {
            lock.unlock();
        }
        turn.begin();
        return true;
    }

    private boolean waits(Turn turn, int before) {
        if (before > 0 || line.size() >= limits.waiting() || waitingBytes + turn.bytes() > limits.waitingBytes()) {
            return false;
        }
        ofSessions.put(turn.session(), 1);
        waitingBytes += turn.bytes();
        line.add(new Waiting(turn, clock.instant().plus(limits.patience())));
        return true;
    }

    /** The request of this session has been answered: the next one begins. */
    void leave(SessionKey session) {
        Optional<Turn> next;
        lock.lock();
        try {
            gone(session);
            next = Optional.ofNullable(line.poll()).map(Waiting::turn);
            next.ifPresentOrElse(turn -> waitingBytes -= turn.bytes(), () -> handled--);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        next.ifPresent(Turn::begin);
    }

    private void gone(SessionKey session) {
        ofSessions.computeIfPresent(session, (_, count) -> count == 1 ? null : count - 1);
    }

    /** To be called now and then: whoever has waited for too long is told so. */
    void giveUpOutdated() {
        Instant now = clock.instant();
        List<Turn> outdated = new ArrayList<>();
        lock.lock();
        try {
            while (!line.isEmpty() && !line.peek().until().isAfter(now)) {
                outdated.add(outOfLine());
            }
        } finally {
            lock.unlock();
        }
        outdated.forEach(Turn::giveUp);
    }

    private Turn outOfLine() {
        Turn turn = line.remove().turn();
        waitingBytes -= turn.bytes();
        gone(turn.session());
        return turn;
    }

    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody enters any more, and whoever waits gives up. */
    void close() {
        List<Turn> late = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            while (!line.isEmpty()) {
                late.add(outOfLine());
            }
        } finally {
            lock.unlock();
        }
        late.forEach(Turn::giveUp);
    }

    /** True when none is handled any more within this time. */
    boolean awaitNone(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(patience);
            while (handled > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return handled == 0;
        } finally {
            lock.unlock();
        }
    }
}
