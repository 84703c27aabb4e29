package io.latebind.server.event.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.event.DeviceAudience;
import io.latebind.server.event.EventFeed;
import io.latebind.server.event.EventFilter;
import io.latebind.server.event.EventFixture;
import io.latebind.server.event.EventPosition;
import io.latebind.server.event.EventType;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.event.RecordedEvent;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One listener's stream, byte by byte. */
class EventStreamTest {
    private static final EventFilter ALL = new EventFilter(List.of(), Optional.empty(), List.of());
    private static final Pattern ID = Pattern.compile("id: (\\S+)\nevent");

    private final EventFixture events = new EventFixture();
    private final EventFeed feed = EventFeed.start(events.transactor, events.store);

    @AfterEach
    void close() {
        feed.close();
        events.close();
    }

    /** Takes what comes until it has seen enough; each look at it may change the world. */
    private static final class Listener implements AnswerStream.Sink {
        private final StringBuilder text = new StringBuilder();
        private final Predicate<String> enough;

        Listener(Predicate<String> enough) {
            this.enough = enough;
        }

        @Override
        public void write(byte[] bytes) {
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public boolean open() {
            return !enough.test(text.toString());
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            Matcher matcher = ID.matcher(text);
            while (matcher.find()) {
                ids.add(matcher.group(1));
            }
            return ids;
        }
    }

    private Listener listen(EventFilter filter, EventStream.Begin from, Role role, Predicate<String> enough) {
        Principal opener = events.principal(role);
        return listen(filter, from, opener, () -> Optional.of(opener), enough);
    }

    private Listener listen(
            EventFilter filter,
            EventStream.Begin from,
            Principal opener,
            Supplier<Optional<Principal>> caller,
            Predicate<String> enough) {
        Listener listener = new Listener(enough);
        new EventStream(feed, filter, from, opener, caller, events.clock).writeTo(listener);
        return listener;
    }

    private static EventStream.Begin after(EventPosition position) {
        return new EventStream.Begin(position, Optional.empty());
    }

    private void recordOnDevice(EventType type, DeviceUuid device, boolean adminsOnly, String... tags) {
        events.transactor.inTransaction(tx -> {
            events.outbox.record(
                    tx,
                    OutboxEvent.onDevice(
                            events.team,
                            type,
                            device,
                            new DeviceAudience.Audience(List.of(tags), adminsOnly),
                            Facts.of("from", "READY").with("to", "ERROR")));
            return tx;
        });
    }

    @Test
    void goesOnFromTheIdThatTheListenerHas() {
        events.record("a", "b", "c", "d");
        List<RecordedEvent> all = events.after(EventPosition.START);
        Listener first = listen(ALL, after(EventPosition.START), Role.OWNER, text -> text.contains("\"b\""));
        assertThat(first.text).startsWith("retry: 3000\nid: 0-0\n\n");
        Listener second =
                listen(ALL, after(all.get(1).position()), Role.OWNER, text -> text.contains("\"subject\":\"d\""));
        assertThat(second.ids())
                .containsExactly(
                        all.get(2).position().toString(), all.get(3).position().toString());
        assertThat(second.text).contains("event: bulk.finished\ndata: {\"specversion\":\"1.0\",");
    }

    @Test
    void goesOverFromTheStoreToWhatComesNowWithoutLossOrDoubling() {
        for (int i = 0; i < 450; i++) {
            events.record("s" + i);
        }
        boolean[] more = {false};
        Listener listener = listen(ALL, after(EventPosition.START), Role.OWNER, text -> {
            if (!more[0]) {
                more[0] = true;
                for (int i = 450; i < 500; i++) {
                    events.record("s" + i);
                }
            }
            return text.contains("\"subject\":\"s499\"");
        });
        assertThat(listener.ids()).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void saysThatThereIsAGap() {
        events.record("kept");
        EventPosition lost = new EventPosition(1, 1);
        Listener listener = listen(
                ALL,
                new EventStream.Begin(EventPosition.START, Optional.of(lost)),
                Role.OWNER,
                text -> text.contains("kept\""));
        assertThat(listener.text)
                .startsWith("retry: 3000\nid: 0-0\n\nevent: gap\ndata: {\"lastEventId\":\"1-1\",\"message\":\"")
                .contains("\"subject\":\"kept\"");
    }

    @Test
    void showsOnlyWhatTheRoleSees() {
        DeviceUuid visible = new DeviceUuid(new UUID(1, 1));
        DeviceUuid invisible = new DeviceUuid(new UUID(1, 2));
        recordOnDevice(EventType.DEVICE_STATUS, invisible, true);
        recordOnDevice(EventType.DEVICE_STATUS, visible, false);
        Listener viewer =
                listen(ALL, after(EventPosition.START), Role.VIEWER, text -> text.contains(visible.toString()));
        assertThat(viewer.text).doesNotContain(invisible.toString());
        Listener admin = listen(ALL, after(EventPosition.START), Role.ADMIN, text -> text.contains(visible.toString()));
        assertThat(admin.text).contains(invisible.toString());
    }

    @Test
    void showsOnlyWhatIsAskedFor() {
        DeviceUuid one = new DeviceUuid(new UUID(1, 1));
        DeviceUuid other = new DeviceUuid(new UUID(1, 2));
        recordOnDevice(EventType.DEVICE_STATUS, one, false, "meters", "north");
        recordOnDevice(EventType.DEVICE_PROVEN, one, false, "meters");
        recordOnDevice(EventType.DEVICE_STATUS, other, false);
        events.record("last");
        EventFilter everything = new EventFilter(List.of(), Optional.empty(), List.of());
        assertThat(count(everything)).isEqualTo(4);
        assertThat(count(new EventFilter(List.of("device.*"), Optional.empty(), List.of())))
                .isEqualTo(3);
        assertThat(count(new EventFilter(List.of("device.proven", "bulk.finished"), Optional.empty(), List.of())))
                .isEqualTo(2);
        assertThat(count(new EventFilter(List.of(), Optional.of(other), List.of())))
                .isEqualTo(1);
        assertThat(count(new EventFilter(List.of(), Optional.empty(), List.of("north", "south"))))
                .isEqualTo(1);
    }

    private long count(EventFilter filter) {
        return events.after(EventPosition.START).stream()
                .filter(event -> filter.lets(event, events.principal(Role.OWNER).sight()))
                .count();
    }

    @Test
    void saysThatItIsStillThereAndHowFarItIs() {
        events.record("somebody else's");
        EventFilter none = new EventFilter(List.of("device.proven"), Optional.empty(), List.of());
        EventPosition end = events.after(EventPosition.START).getLast().position();
        Listener listener = listen(none, after(EventPosition.START), Role.OWNER, text -> {
            events.clock.advance(Duration.ofSeconds(5));
            return text.contains(": still here\nid: " + end + "\n\n");
        });
        assertThat(listener.text).doesNotContain("event:");
    }

    @Test
    void endsWithItsKey() {
        boolean[] revoked = {false};
        Principal owner = events.principal(Role.OWNER);
        Listener listener = listen(
                ALL, after(EventPosition.START), owner, () -> revoked[0] ? Optional.empty() : Optional.of(owner), _ -> {
                    events.clock.advance(Duration.ofSeconds(20));
                    revoked[0] = true;
                    return false;
                });
        assertThat(listener.text).startsWith("retry:");
    }

    @Test
    void seesNoMoreThanARoleThatHasBecomeWeaker() {
        DeviceUuid invisible = new DeviceUuid(new UUID(1, 2));
        int[] looks = {0};
        Listener listener = listen(
                ALL,
                after(feed.window().head()),
                events.principal(Role.OWNER),
                () -> Optional.of(events.principal(Role.EDITOR)),
                text -> {
                    looks[0]++;
                    events.clock.advance(Duration.ofSeconds(31));
                    if (looks[0] == 2) {
                        recordOnDevice(EventType.DEVICE_STATUS, invisible, true);
                        events.record("last");
                    }
                    return text.contains("\"subject\":\"last\"");
                });
        assertThat(listener.text).doesNotContain(invisible.toString());
    }
}
