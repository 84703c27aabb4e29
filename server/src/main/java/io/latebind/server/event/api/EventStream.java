package io.latebind.server.event.api;

import io.latebind.server.event.CloudEvents;
import io.latebind.server.event.EventFeed;
import io.latebind.server.event.EventFilter;
import io.latebind.server.event.EventPosition;
import io.latebind.server.event.EventWindow;
import io.latebind.server.event.RecordedEvent;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Sight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One listener's events as they happen (server-sent events, WHATWG HTML 9.2). A listener who does not take what is sent is cut off by
 * the sink; meanwhile nothing piles up for it, because it reads from what all share.
 */
final class EventStream implements AnswerStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** A key that is revoked or expires ends its stream after this long at the latest. */
    private static final Duration KEY_CHECK = Duration.ofSeconds(30);
    /** To look whether the listener is still there. */
    private static final Duration TICK = Duration.ofMillis(500);

    private static final int AT_A_TIME = 200;
    private static final int RETRY_MILLIS = 3000;

    private final EventFeed feed;
    private final EventFilter filter;
    private final Begin from;
    private final Supplier<Optional<Principal>> caller;
    private final InstantSource clock;

    private Sight sight;
    private EventPosition position;
    private Instant lastWritten;
    private Instant keyChecked;

    /**
     * @param position behind the last event that the listener has
     * @param gap the id that it named, when it cannot go on from there without missing something
     */
    record Begin(EventPosition position, Optional<EventPosition> gap) {}

    /** @param caller who the key belongs to now; empty when it opens nothing any more */
    EventStream(
            EventFeed feed,
            EventFilter filter,
            Begin from,
            Principal opener,
            Supplier<Optional<Principal>> caller,
            InstantSource clock) {
        this.feed = feed;
        this.filter = filter;
        this.from = from;
        this.caller = caller;
        this.clock = clock;
        this.sight = opener.sight();
        this.position = from.position();
        this.lastWritten = clock.instant();
        this.keyChecked = lastWritten;
    }

    @Override
    public void writeTo(Sink sink) {
        begin(sink);
        while (sink.open() && keyOpens()) {
            Optional<List<RecordedEvent>> next = next();
            if (next.isPresent()) {
                write(sink, next.get());
            }
            if (!lastWritten.plus(HEARTBEAT).isAfter(clock.instant())) {
                // with the place it has reached, so that a listener to rare events does not come again from long ago
                send(sink, ": still here\nid: " + position + "\n\n");
            }
        }
    }

    private void begin(Sink sink) {
        send(sink, "retry: " + RETRY_MILLIS + "\nid: " + position + "\n\n");
        if (from.gap().isPresent()) {
            send(
                    sink,
                    "event: gap\ndata: {\"lastEventId\":\"" + from.gap().get()
                            + "\",\"message\":\"Events behind this id are no longer kept, or it is of another database: some were"
                            + " missed, and some may come twice. What is kept follows; read the devices again.\"}\n\n");
        }
    }

    /** Empty while the database is away. */
    private Optional<List<RecordedEvent>> next() {
        return switch (feed.window().behind(position, AT_A_TIME, TICK)) {
            case EventWindow.Seen.Events(List<RecordedEvent> events, EventPosition upTo) -> {
                position = upTo;
                yield Optional.of(events);
            }
            case EventWindow.Seen.Outside(EventPosition head) -> stored(head);
        };
    }

    private Optional<List<RecordedEvent>> stored(EventPosition head) {
        try {
            List<RecordedEvent> events = feed.stored(sight.team(), position, head, AT_A_TIME);
            position = events.size() == AT_A_TIME ? events.getLast().position() : head;
            return Optional.of(events);
        } catch (DatabaseUnavailable away) {
            var _ = feed.window().behind(head, 1, TICK);
            return Optional.empty();
        }
    }

    private void write(Sink sink, List<RecordedEvent> events) {
        StringBuilder text = new StringBuilder();
        for (RecordedEvent event : events) {
            if (filter.lets(event, sight)) {
                text.append("id: ").append(event.position()).append('\n');
                text.append("event: ").append(event.type()).append('\n');
                text.append("data: ").append(CloudEvents.json(event)).append("\n\n");
            }
        }
        if (!text.isEmpty()) {
            send(sink, text.toString());
        }
    }

    private void send(Sink sink, String text) {
        sink.write(text.getBytes(StandardCharsets.UTF_8));
        lastWritten = clock.instant();
    }

    /** A role that has changed counts from here on. */
    private boolean keyOpens() {
        Instant now = clock.instant();
        if (keyChecked.plus(KEY_CHECK).isAfter(now)) {
            return true;
        }
        keyChecked = now;
        try {
            Optional<Principal> known = caller.get();
            known.ifPresent(principal -> sight = principal.sight());
            return known.isPresent();
        } catch (DatabaseUnavailable away) {
            return true;
        }
    }
}
