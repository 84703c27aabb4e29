package io.latebind.server.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events, held once for all who listen: a listener who stalls costs no memory, and one who has fallen out of the window
 * reads the store until it is back.
 */
public final class EventWindow {
    static final int MAX_EVENTS = 4096;
    static final long MAX_DATA_CHARACTERS = 8L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<RecordedEvent> events = new ArrayDeque<>();
    private long dataCharacters;
    private EventPosition floor;
    private EventPosition head;

    /** What there is behind a position. */
    public sealed interface Seen {
        /**
         * @param events in order; none when nothing came
         * @param upTo where the listener is when it has these
         */
        record Events(List<RecordedEvent> events, EventPosition upTo) implements Seen {}

        /** The position is before everything that is held: read the store up to {@code head}. */
        record Outside(EventPosition head) implements Seen {}
    }

    /** @param begin the end of the store, when nothing is held yet */
    EventWindow(EventPosition begin) {
        this.floor = begin;
        this.head = begin;
    }

    /** Behind the newest event that is held. */
    public EventPosition head() {
        lock.lock();
        try {
            return head;
        } finally {
            lock.unlock();
        }
    }

    void publish(List<RecordedEvent> newer) {
        if (newer.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (RecordedEvent event : newer) {
                events.addLast(event);
                dataCharacters += event.data().length();
            }
            head = newer.getLast().position();
            while (events.size() > MAX_EVENTS || dataCharacters > MAX_DATA_CHARACTERS) {
                RecordedEvent oldest = events.removeFirst();
                dataCharacters -= oldest.data().length();
                floor = oldest.position();
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to come, at most {@code patience}.
     *
     * @param limit events at a time
     */
    public Seen behind(EventPosition position, int limit, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!position.isBehind(head) && left > 0) {
                left = news.awaitNanos(left);
            }
            return position.isBehind(floor) ? new Seen.Outside(head) : held(position, limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Seen.Events(List.of(), position);
        } finally {
            lock.unlock();
        }
    }

    private Seen held(EventPosition position, int limit) {
        List<RecordedEvent> newestFirst = new ArrayList<>();
        Iterator<RecordedEvent> backwards = events.descendingIterator();
        while (backwards.hasNext()) {
            RecordedEvent event = backwards.next();
            if (!position.isBehind(event.position())) {
                break;
            }
            newestFirst.add(event);
        }
        List<RecordedEvent> newer = newestFirst.reversed();
        List<RecordedEvent> some = List.copyOf(newer.subList(0, Math.min(limit, newer.size())));
        return new Seen.Events(some, some.isEmpty() ? position : some.getLast().position());
    }
}
