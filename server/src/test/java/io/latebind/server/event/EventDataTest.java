package io.latebind.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.kernel.Facts;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventDataTest {
    @Test
    void cutsLongTextsAndKeepsTheRest() {
        String json = EventData.json(
                Facts.of("message", "é".repeat(600)).with("count", 3).with("list", List.of("a", "b".repeat(513))));
        assertThat(json)
                .contains("\"count\":3", "é".repeat(512) + "…\"", "b".repeat(512) + "…\"")
                .doesNotContain("é".repeat(513));
    }

    @Test
    void keepsACertificateWhole() {
        String pem = "-----BEGIN CERTIFICATE-----\n" + "x".repeat(3000);
        assertThat(EventData.json(Facts.of(EventData.CERTIFICATE, pem))).contains("x".repeat(3000) + "\"");
        assertThat(EventData.holdsWhole(pem)).isTrue();
        assertThat(EventData.holdsWhole("x".repeat(13_000))).isFalse();
    }

    @Test
    void neverCutsACharacterInHalf() {
        assertThat(EventData.json(Facts.of("m", "x".repeat(511) + "😀😀")))
                .contains("x…")
                .doesNotContain("?");
    }

    @Test
    void leavesOutWhatIsTooMuch() {
        assertThat(EventData.json(Facts.of("many", Collections.nCopies(100, "x".repeat(400)))))
                .isEqualTo("{\"truncated\":true}");
    }

    @Test
    void hasATypeForEverythingThatUsersDo() {
        assertThat(EventType.known())
                .doesNotHaveDuplicates()
                .containsAll(Stream.of(AuditAction.values()).map(EventType::of).toList())
                .allMatch(type -> type.name().matches("[a-z]+\\.[a-zA-Z.]+"));
    }

    @Test
    void readsOnlyPositionsThatItWrote() {
        EventPosition position = new EventPosition(123456789012L, 42);
        assertThat(EventPosition.parse(position.toString())).contains(position);
        for (String bad : List.of("", "1", "1-", "-1-2", "1-2-3", "1 - 2", "9".repeat(19) + "-1", "x-1")) {
            assertThat(EventPosition.parse(bad)).as(bad).isEmpty();
        }
    }
}
