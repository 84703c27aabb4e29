package io.latebind.simulator.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.misbehaviour.Misbehaviour.OfReport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultTextTest {
    @Test
    void readsEachKind() {
        assertThat(what("lost-report")).isEqualTo(OfReport.LOST_REPORT);
        assertThat(what("lost-answer")).isEqualTo(OfReport.LOST_ANSWER);
        assertThat(what("repeated-report")).isEqualTo(OfReport.REPEATED_REPORT);
        assertThat(what("late-report")).isEqualTo(OfReport.LATE_REPORT);
        assertThat(what("malformed-report")).isEqualTo(OfReport.MALFORMED_REPORT);
        assertThat(what("oversized-report")).isEqualTo(OfReport.OVERSIZED_REPORT);
        assertThat(what("power-cut")).isEqualTo(OfReport.POWER_CUT);
        assertThat(what("cme=527")).isEqualTo(new Misbehaviour.CmeError(527, new AtChoice.Any()));
        assertThat(what("silent@3")).isEqualTo(new Misbehaviour.Silence(new AtChoice.Numbered(3)));
        assertThat(what("rx=512")).isEqualTo(new Misbehaviour.SmallBuffer(Misbehaviour.Buffer.RX, 512));
        assertThat(what("records=1")).isEqualTo(new Misbehaviour.SmallBuffer(Misbehaviour.Buffer.RECORDS, 1));
        assertThat(what("clock=-90s")).isEqualTo(new Misbehaviour.WrongClock(Duration.ofSeconds(-90)));
        assertThat(what("clock=+2h")).isEqualTo(new Misbehaviour.WrongClock(Duration.ofHours(2)));
        assertThat(what("foreign-key")).isEqualTo(new Misbehaviour.ForeignKey());
        assertThat(what("occupied")).isEqualTo(new Misbehaviour.OccupiedWrites());
    }

    @Test
    void readsCommandTimesAndShareInThatOrder() {
        Fault fault = FaultText.parse("cme=515@tag-42*always:12.5%");
        assertThat(fault.what()).isEqualTo(new Misbehaviour.CmeError(515, new AtChoice.WithTag(42)));
        assertThat(fault.times()).isEqualTo(Fault.ALWAYS);
        assertThat(fault.share()).isEqualTo(0.125);
        assertThat(fault.name()).isEqualTo("cme=515@tag-42");
        assertThat(FaultText.parse("lost-report*3").times()).isEqualTo(3);
        assertThat(FaultText.parse("lost-report").share()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lost-reprot      | there is no 'lost-reprot', but lost-report
                    lost-report=3    | leave =3 out
                    lost-report@1    | goes with cme and silent alone
                    lost-report:110% | at most 100%
                    lost-report:x%   | write KIND
                    cme              | write cme=NUMBER
                    cme=527@last     | write, delete, keygen, tag-SECTAG or the number
                    rx=0             | write rx=NUMBER, 1..
                    clock=2h         | write clock=+TIME or clock=-TIME
                    occupied*2       | leave *2 out
                    """)
    void refusesWithTheWayOut(String text, String wayOut) {
        assertThatThrownBy(() -> FaultText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no misbehaviour: ")
                .hasMessageContaining(wayOut);
    }

    @Test
    void strikesTheShareOfTheDevicesAndTheSameOnesAgain() {
        Fault tenth = FaultText.parse("lost-report:10%");
        List<DeviceUuid> fleet = IntStream.range(0, 2000)
                .mapToObj(i -> new DeviceUuid(new UUID(0x4000L, i)))
                .toList();
        List<DeviceUuid> struck = fleet.stream().filter(tenth::strikes).toList();
        assertThat(struck).hasSizeBetween(140, 260);
        assertThat(fleet.stream().filter(FaultText.parse("lost-report:10%")::strikes))
                .containsExactlyElementsOf(struck);
        assertThat(fleet.stream().filter(FaultText.parse("power-cut:10%")::strikes))
                .isNotEqualTo(struck);
        assertThat(fleet).allMatch(FaultText.parse("lost-report")::strikes);
    }

    private static Misbehaviour what(String text) {
        return FaultText.parse(text).what();
    }
}
