package io.latebind.contract.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdsTest {
    private static final String UUID_TEXT = "0f1e2d3c-4b5a-4697-8877-665544332211";
    private static final CommandId COMMAND = new CommandId(UUID.fromString(UUID_TEXT));

    @ParameterizedTest
    @CsvSource({"1, 0, .1", "31, 1, .1f.s", "255, 2, .ff.s1", "1048575, 3, .fffff.s2"})
    void writesCorrelationIdAsTheProtocolSays(int attempt, int step, String ending) {
        CorrelationId id = new CorrelationId(COMMAND, attempt, step);

        assertThat(id).hasToString(UUID_TEXT + ending);
        assertThat(id.toString()).hasSizeLessThanOrEqualTo(45);
        assertThat(CorrelationId.parse(id.toString())).contains(id);
    }

    @Property(tries = 200)
    void readsEveryCorrelationIdThatItWrites(
            @ForAll long upper,
            @ForAll long lower,
            @ForAll @IntRange(min = 1, max = CorrelationId.MAX_ATTEMPT) int attempt,
            @ForAll @IntRange(max = CorrelationId.MAX_STEP) int step) {
        CorrelationId id = new CorrelationId(new CommandId(new UUID(upper, lower)), attempt, step);

        assertThat(CorrelationId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                UUID_TEXT,
                UUID_TEXT + ".",
                UUID_TEXT + ".0",
                UUID_TEXT + ".01",
                UUID_TEXT + ".1F",
                UUID_TEXT + ".100000",
                UUID_TEXT + ".1.s0",
                UUID_TEXT + ".1.s3",
                UUID_TEXT + ".1.x",
                UUID_TEXT + ".1 ",
                UUID_TEXT + ".1\n",
                "0F1E2D3C-4b5a-4697-8877-665544332211.1",
                "0f1e2d3c4-b5a-4697-8877-665544332211.1",
                "------------------------------------.1"
            })
    void readsNoCorrelationIdThatTheServiceDoesNotWrite(String text) {
        assertThat(CorrelationId.parse(text)).isEmpty();
    }

    @Test
    void refusesToMakeCorrelationIdsBeyondTheCounter() {
        assertThatThrownBy(() -> new CorrelationId(COMMAND, 0, 0)).hasMessageContaining("1..1048575");
        assertThatThrownBy(() -> new CorrelationId(COMMAND, 0x100000, 0)).hasMessageContaining("1..1048575");
        assertThatThrownBy(() -> new CorrelationId(COMMAND, 1, 4)).hasMessageContaining("0..3");
    }

    @Test
    void readsCommandIdInLowerCaseAlone() {
        assertThat(CommandId.parse(UUID_TEXT)).contains(COMMAND);
        assertThat(CommandId.parse(UUID_TEXT.replace('f', 'F'))).isEmpty();
        assertThat(CommandId.parse("1-1-1-1-1")).isEmpty();
    }

    @Test
    void readsDeviceUuidInEitherCaseAndWritesLowerCase() {
        assertThat(DeviceUuid.parse(UUID_TEXT.replace('f', 'F'))).hasToString("Optional[" + UUID_TEXT + "]");
        assertThat(DeviceUuid.parse("0f1e2d3c-4b5a-4697-8877-66554433221")).isEmpty();
        assertThat(DeviceUuid.parse("0f1e2d3c-4b5a-4697-8877-66554433221g")).isEmpty();
        assertThat(DeviceUuid.parse("0f1e2d3c44b5a-4697-8877-665544332211")).isEmpty();
    }

    @Test
    void refusesToMakeRecordsThatTheGrammarDoesNotHave() {
        Map<String, String> eleven = IntStream.range(0, 11).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));

        assertThatThrownBy(() -> new DeviceCommand.ConfigCommand("a", eleven)).hasMessageContaining("at most 10");
        assertThatThrownBy(() -> new DeviceCommand.AtCommand("a", "%CMNG", "", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L)))
                .hasMessageContaining("at most 6");
        assertThatThrownBy(() -> new DeviceResponse.ErrorResponse("a", 1L << 32, ""))
                .hasMessageContaining("2^32");
        assertThatThrownBy(() -> new DeviceResponse.ErrorResponse("a", -1, "")).hasMessageContaining("2^32");
    }

    @Test
    void keepsParametersOfAtCommandsOutOfText() {
        assertThat(new DeviceCommand.AtCommand("a", "%CMNG", "0,1,3,\"secret\"", List.of()))
                .asString()
                .doesNotContain("secret");
    }
}
