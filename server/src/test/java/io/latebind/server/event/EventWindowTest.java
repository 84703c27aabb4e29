package io.latebind.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is held for listeners is bounded, and nobody who falls behind is told less. */
class EventWindowTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final EventWindow window = new EventWindow(new EventPosition(10, 0));

    private static RecordedEvent event(long sequence, String data) {
        return new RecordedEvent(
                new EventPosition(10, sequence),
                new EventId(new UUID(0, sequence)),
                Instant.EPOCH,
                new TeamId(new UUID(1, 1)),
                EventType.DEVICE_STATUS,
                "subject",
                Optional.empty(),
                List.of(),
                false,
                data);
    }

    private static List<RecordedEvent> events(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(i -> event(i, "{}")).toList();
    }

    @Test
    void givesWhatIsBehindAPosition() {
        window.publish(events(1, 5));
        assertThat(window.behind(new EventPosition(10, 3), 10, AT_ONCE))
                .isEqualTo(new EventWindow.Seen.Events(events(4, 5), new EventPosition(10, 5)));
        assertThat(window.behind(new EventPosition(10, 0), 2, AT_ONCE))
                .isEqualTo(new EventWindow.Seen.Events(events(1, 2), new EventPosition(10, 2)));
        assertThat(window.behind(window.head(), 2, Duration.ofMillis(1)))
                .isEqualTo(new EventWindow.Seen.Events(List.of(), window.head()));
    }

    @Test
    void sendsOneWhoStalledToTheStore() {
        EventPosition stalled = window.head();
        window.publish(events(1, EventWindow.MAX_EVENTS + 10L));
        assertThat(window.behind(stalled, 10, AT_ONCE)).isEqualTo(new EventWindow.Seen.Outside(window.head()));
        assertThat(window.behind(new EventPosition(10, 10), 1, AT_ONCE))
                .isEqualTo(new EventWindow.Seen.Events(events(11, 11), new EventPosition(10, 11)));
    }

    @Test
    void holdsNoMoreThanSoManyCharacters() {
        String large = "x".repeat((int) EventWindow.MAX_DATA_CHARACTERS / 4);
        window.publish(
                LongStream.rangeClosed(1, 6).mapToObj(i -> event(i, large)).toList());
        assertThat(window.behind(new EventPosition(10, 1), 10, AT_ONCE)).isInstanceOf(EventWindow.Seen.Outside.class);
        assertThat(window.behind(new EventPosition(10, 2), 10, AT_ONCE)).isInstanceOf(EventWindow.Seen.Events.class);
    }
}
