package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeClock clock = new FakeClock();
    private final List<String> told = new ArrayList<>();

    private Turns turns(int handled, int ofASession, int waiting, int bytes) {
        return new Turns(new CoapLimits.Requests(handled, ofASession, waiting, bytes, PATIENCE), clock);
    }

    private boolean enter(Turns turns, String session, String name) {
        return turns.enter(new Noted(new SessionKey(session), 10, name, told));
    }

    private record Noted(SessionKey session, int bytes, String name, List<String> told) implements Turns.Turn {
        @Override
        public void begin() {
            told.add(name + " begins");
        }

        @Override
        public void giveUp() {
            told.add(name + " gives up");
        }
    }

    @Test
    void handlesSoManyAtATimeAndTheOthersInTheOrderInWhichTheyCame() {
        Turns turns = turns(1, 4, 10, 1000);
        for (String name : List.of("a", "b", "c")) {
            assertThat(enter(turns, name, name)).isTrue();
        }
        assertThat(turns.waiting()).isEqualTo(2);
        turns.leave(new SessionKey("a"));
        turns.leave(new SessionKey("b"));
        turns.leave(new SessionKey("c"));
        assertThat(enter(turns, "d", "d")).isTrue();
        assertThat(told).containsExactly("a begins", "b begins", "c begins", "d begins");
    }

    @Test
    void givesASessionFewPlacesAndNoneInTheLineBesides() {
        Turns turns = turns(3, 2, 10, 1000);
        assertThat(enter(turns, "greedy", "1")).isTrue();
        assertThat(enter(turns, "greedy", "2")).isTrue();
        assertThat(enter(turns, "greedy", "3")).as("has two").isFalse();
        assertThat(enter(turns, "other", "4")).isTrue();
        assertThat(enter(turns, "other", "5"))
                .as("all places are taken, one by itself")
                .isFalse();
        assertThat(enter(turns, "third", "6")).isTrue();
        assertThat(enter(turns, "third", "7")).as("waits already").isFalse();
        turns.leave(new SessionKey("greedy"));
        assertThat(told).containsExactly("1 begins", "2 begins", "4 begins", "6 begins");
    }

    @Test
    void boundsTheLineInPlacesAndBytes() {
        Turns few = turns(1, 4, 2, 1000);
        assertThat(IntStream.range(0, 5).mapToObj(i -> enter(few, "s" + i, "few " + i)))
                .containsExactly(true, true, true, false, false);
        Turns small = turns(1, 4, 100, 25);
        assertThat(IntStream.range(0, 5).mapToObj(i -> enter(small, "s" + i, "small " + i)))
                .containsExactly(true, true, true, false, false);
        small.leave(new SessionKey("s0"));
        assertThat(enter(small, "s5", "small 5"))
                .as("its bytes have left the line")
                .isTrue();
    }

    @Test
    void tellsThoseWhoHaveWaitedForTooLong() {
        Turns turns = turns(1, 4, 10, 1000);
        enter(turns, "a", "a");
        enter(turns, "b", "b");
        clock.advance(Duration.ofSeconds(4));
        enter(turns, "c", "c");
        clock.advance(Duration.ofSeconds(6));
        turns.giveUpOutdated();
        assertThat(told).containsExactly("a begins", "b gives up");
        assertThat(enter(turns, "b", "b again")).isTrue();
        turns.leave(new SessionKey("a"));
        assertThat(told).last().isEqualTo("c begins");
    }

    @Test
    void lineEndsWhenItCloses() throws Exception {
        Turns turns = turns(1, 4, 10, 1000);
        enter(turns, "a", "a");
        enter(turns, "b", "b");
        turns.close();
        assertThat(told).containsExactly("a begins", "b gives up");
        assertThat(enter(turns, "c", "c")).isFalse();
        assertThat(turns.awaitNone(Duration.ofMillis(1))).isFalse();
        turns.leave(new SessionKey("a"));
        assertThat(turns.awaitNone(Duration.ofMillis(1))).isTrue();
    }

    /** Positive numbers: a session enters; negative: the oldest of those that are handled leaves; 0: time passes. */
    @Property(tries = 500)
    void whoeverEntersIsHandledOrTold(@ForAll @Size(max = 60) List<@IntRange(min = -6, max = 6) Integer> steps) {
        told.clear();
        Turns turns = turns(3, 2, 4, 100);
        List<String> entered = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            List<String> handled = handled(left);
            if (step > 0) {
                String name = "s" + step + "#" + i;
                if (enter(turns, "s" + step, name)) {
                    entered.add(name);
                }
            } else if (step < 0 && !handled.isEmpty()) {
                String first = handled.getFirst();
                left.add(first);
                turns.leave(new SessionKey(first.substring(0, first.indexOf('#'))));
            } else if (step == 0) {
                clock.advance(Duration.ofSeconds(3));
                turns.giveUpOutdated();
            }
            assertThat(handled(left)).hasSizeLessThanOrEqualTo(3);
            assertThat(turns.waiting() == 0 || handled(left).size() == 3).isTrue();
        }
        while (!handled(left).isEmpty()) {
            String first = handled(left).getFirst();
            left.add(first);
            turns.leave(new SessionKey(first.substring(0, first.indexOf('#'))));
        }
        assertThat(told.stream().map(line -> line.substring(0, line.indexOf(' '))))
                .as("each once")
                .containsExactlyInAnyOrderElementsOf(entered);
    }

    private List<String> handled(List<String> left) {
        return told.stream()
                .filter(line -> line.endsWith(" begins"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> !left.contains(name))
                .toList();
    }
}
