package io.latebind.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.simulator.network.NetworkFaults.Chance;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkFaultTextTest {
    @Test
    void readsAllOfThem() {
        NetworkFaults faults = NetworkFaultText.parse(
                "loss=5%,dup=2%,reorder=0.5%,delay=50ms..1s,rebind=20%,session-loss=5%,power-cut=100%");
        assertThat(faults.chance(Chance.LOSS)).isEqualTo(0.05);
        assertThat(faults.chance(Chance.DUPLICATION)).isEqualTo(0.02);
        assertThat(faults.chance(Chance.REORDERING)).isEqualTo(0.005);
        assertThat(faults.chance(Chance.REBINDING)).isEqualTo(0.2);
        assertThat(faults.chance(Chance.SESSION_LOSS)).isEqualTo(0.05);
        assertThat(faults.chance(Chance.POWER_CUT)).isEqualTo(1);
        assertThat(faults.shortestDelay()).isEqualTo(Duration.ofMillis(50));
        assertThat(faults.longestDelay()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loss=5%,dup=0.125%,delay=50ms..400ms",
                "rebind=20%",
                "reorder=1%,session-loss=5%,power-cut=2%",
                "delay=20ms..20ms"
            })
    void writesThemAsItReadsThem(String text) {
        assertThat(NetworkFaultText.of(NetworkFaultText.parse(text))).isEqualTo(text);
    }

    @Test
    void writesThatNothingGoesWrong() {
        assertThat(NetworkFaultText.of(NetworkFaults.NONE)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lost=5%|there is no 'lost', but loss, dup, reorder, delay, rebind, session-loss, power-cut",
                "loss=5|write loss=SHARE%, for example loss=5%",
                "loss|write loss=SHARE%",
                "dup=101%|a share is at most 100%",
                "delay=fast|write delay=TIME or delay=TIME..TIME",
                "delay=400ms..50ms|the shorter delay comes first",
                "loss=5%,,dup=2%|there is no ''"
            })
    void saysHowToWriteIt(String text, String wayOut) {
        assertThatThrownBy(() -> NetworkFaultText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no fault of a network: ")
                .hasMessageContaining(wayOut);
    }
}
