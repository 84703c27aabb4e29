package io.latebind.contract.device.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ConfigResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read as the same message, for any text that there is. */
class MessageRoundTripTest {
    @Property(tries = 500)
    void readsEveryBatchThatItWrites(@ForAll("batches") List<DeviceCommand> batch) {
        byte[] body = DeviceMessages.encodeCommands(batch);

        assertThat(DeviceMessages.decodeCommands(body)).isEqualTo(new Decoded<>(batch));
        assertThat(body)
                .hasSize(DeviceMessages.arrayHeaderSize(batch.size())
                        + batch.stream().mapToInt(DeviceMessages::encodedSize).sum());
    }

    @Property(tries = 500)
    void readsEveryReportThatItWrites(@ForAll("reports") List<DeviceResponse> report) {
        assertThat(DeviceMessages.decodeResponses(DeviceMessages.encodeResponses(report)))
                .isEqualTo(new Decoded<>(report));
    }

    @Property(tries = 2000)
    void survivesGarbage(@ForAll byte[] garbage) {
        Recoded.of(true, garbage);
        Recoded.of(false, garbage);
    }

    @Example
    void writesLongTextInOnePiece() {
        for (int length : new int[] {0, 23, 24, 255, 256, 3996, 3997, 4000, 60_000}) {
            for (String character : List.of("x", "é", "😀")) {
                String text = character.repeat(length / character.getBytes(StandardCharsets.UTF_8).length);
                int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                String head = bytes < 24
                        ? HexFormat.of().toHexDigits((byte) (0x60 + bytes))
                        : bytes < 256
                                ? "78" + HexFormat.of().toHexDigits((byte) bytes)
                                : "79" + HexFormat.of().toHexDigits((short) bytes);

                assertThat(DeviceMessages.encodeResponses(List.of(new AtResponse("a", text))))
                        .startsWith(HexFormat.of().parseHex("81836161" + "1864" + head))
                        .hasSize(6 + head.length() / 2 + bytes);
                assertThat(DeviceMessages.encodeCommands(List.of(new ConfigCommand("a", Map.of(text, "")))))
                        .startsWith(HexFormat.of().parseHex("81836161" + "01" + "a1" + head))
                        .hasSize(7 + head.length() / 2 + bytes);
            }
        }
    }

    @Example
    void writesNumbersInShortestForm() {
        Map<Long, String> forms = Map.of(
                0L,
                "00",
                23L,
                "17",
                24L,
                "1818",
                255L,
                "18ff",
                256L,
                "190100",
                65_535L,
                "19ffff",
                65_536L,
                "1a00010000",
                2_147_483_647L,
                "1a7fffffff",
                2_147_483_648L,
                "1a80000000",
                4_294_967_295L,
                "1affffffff");
        forms.forEach((number, hex) -> {
            assertThat(DeviceMessages.encodeResponses(List.of(new ErrorResponse("a", number, ""))))
                    .asHexString()
                    .isEqualToIgnoringCase("818461611863" + hex + "60");
            assertThat(DeviceMessages.encodeCommands(List.of(new AtCommand("a", "", "", List.of(number)))))
                    .asHexString()
                    .isEqualToIgnoringCase("81856161006060" + "81" + hex);
        });
    }

    @Example
    void countsTheHeaderOfEveryArray() {
        for (int records : new int[] {1, 23, 24, 64, 255, 256, 1000}) {
            List<DeviceCommand> batch = Collections.nCopies(records, new FinishedCommand("a"));
            assertThat(DeviceMessages.encodeCommands(batch))
                    .hasSize(DeviceMessages.arrayHeaderSize(records) + records * 4);
        }
    }

    @Example
    void refusesToWriteWhatNoDeviceCanRead() {
        assertThatThrownBy(() -> DeviceMessages.encodeCommands(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeviceMessages.encodeResponses(List.of(new ConfigResponse("\ud83d"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeviceMessages.encodeCommands(List.of(new ConfigCommand("a", Map.of("\ude00", "")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<DeviceCommand>> batches() {
        Arbitrary<Long> cme = Arbitraries.longs().between(0, 0xffff_ffffL);
        Arbitrary<DeviceCommand> at = Combinators.combine(
                        text(), text(), text(), cme.list().ofMaxSize(AtCommand.MAX_IGNORED))
                .as(AtCommand::new);
        Arbitrary<DeviceCommand> config = Combinators.combine(
                        text(), Arbitraries.maps(text(), text()).ofMaxSize(ConfigCommand.MAX_SETTINGS))
                .as((correlation, settings) -> new ConfigCommand(correlation, new LinkedHashMap<>(settings)));
        Arbitrary<DeviceCommand> finished = text().map(FinishedCommand::new);
        return Arbitraries.oneOf(List.of(at, config, finished))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<DeviceResponse>> reports() {
        Arbitrary<Long> cme = Arbitraries.longs().between(0, 0xffff_ffffL);
        Arbitrary<DeviceResponse> error =
                Combinators.combine(text(), cme, text()).as(ErrorResponse::new);
        Arbitrary<DeviceResponse> at = Combinators.combine(text(), text()).as(AtResponse::new);
        List<Arbitrary<DeviceResponse>> kinds = new ArrayList<>(List.of(error, at));
        kinds.add(text().map(ConfigResponse::new));
        kinds.add(text().map(FinishedResponse::new));
        return Arbitraries.oneOf(kinds).list().ofMinSize(1).ofMaxSize(60);
    }

    /** Any Unicode there is, NUL and the astral planes too; halves of surrogate pairs are none. */
    private static Arbitrary<String> text() {
        return Arbitraries.integers()
                .between(0, 0x10ffff)
                .filter(point -> point < 0xd800 || point > 0xdfff)
                .list()
                .ofMaxSize(30)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }
}
