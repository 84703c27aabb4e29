package io.latebind.contract.device.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import io.latebind.contract.device.cbor.Decoding.Malformed;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that the grammar does not have. Where a record is named, {@code 6161} is the correlation "a". */
class HostileMessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                     | the body ends in the middle",
                "80                     | the array is empty",
                "9fff                   | the array is empty",
                "a0                     | the body is not an array",
                "00                     | the body is not an array",
                "ff                     | the byte 0xff begins nothing",
                "81826161186500         | 1 bytes left over behind the array",
                "8182616118658182       | 2 bytes left over behind the array",
                "8180                   | record 0: not an array that begins with a text and a type number",
                "8101                   | record 0: not an array that begins with a text and a type number",
                "81821865616 1          | record 0: not an array that begins with a text and a type number",
                "8182616161 61          | record 0: not an array that begins with a text and a type number",
                "81826161186 7          | record 0: unknown type number 103",
                "8182616100             | record 0: unknown type number 0",
                "8282616118658261611867 | record 1: unknown type number 103",
                "81836161186500         | record 0: type 101 takes 2 elements, not 3",
                "81836161186660         | record 0: type 102 takes 2 elements, not 3",
                "8182616118 64          | record 0: type 100 takes 3 elements, not 2",
                "8383616118646083616118 6400 8261611866 | record 1: element 2 of type 100 is not text",
                "818361611863 00        | record 0: type 99 takes 4 elements, not 3",
                "8184616118631b000000010000000060 | record 0: element 2 of type 99 is not a number below 2^32",
                "8184616118631bffffffffffffffff60 | record 0: element 2 of type 99 is not a number below 2^32",
                "81846161186360 60      | record 0: element 2 of type 99 is not a number below 2^32",
                "8184616118630000       | record 0: element 3 of type 99 is not text",
                "8184616118632060       | record 0: a negative number has no place in a device message",
                "818461611863f93c0060   | record 0: a float or simple value has no place in a device message",
                "818461611863fa3f80000060 | record 0: a float or simple value has no place in a device message",
                "8183616118 64f6        | record 0: a float or simple value has no place in a device message",
                "8183616118 644100      | record 0: a byte string has no place in a device message",
                "8183616118 64c060      | record 0: a tag has no place in a device message",
                "d9d9f781826161 1865    | the body is not an array",
                "8183616118 6461ff      | record 0: a text is not UTF-8",
                "8183616118 6462c080    | record 0: a text is not UTF-8",
                "8183616118 6463eda080  | record 0: a text is not UTF-8",
                "8183616118 6464f4908080 | record 0: a text is not UTF-8",
                "8183616118 647f61c361a9ff | record 0: a text is not UTF-8",
                "8183616118 647f7f6161ffff | record 0: a piece of a text is not text of definite length",
                "8183616118 647f4161ff  | record 0: a piece of a text is not text of definite length",
                "8183616118 64ff        | record 0: the byte 0xff begins nothing",
                "81836161 1c00          | record 0: the byte 0x1c begins nothing",
                "81836161 1f00          | record 0: the byte 0x1f begins nothing",
                "818361611864 fc        | record 0: the byte 0xfc begins nothing",
                "8183616118647bffffffffffffffff61 | record 0: the body ends in the middle",
                "8183616118647b7fffffffffffffff61 | record 0: the body ends in the middle",
                "9bffffffffffffffff     | record 0: the body ends in the middle",
                "819bffffffffffffffff   | record 0: the body ends in the middle",
                "81bbffffffffffffffff   | record 0: the body ends in the middle",
                "8181818180             | record 0: nested deeper than 4",
                "8183616118658181818180 | record 0: nested deeper than 4",
            })
    void refusesReport(String hex, String reason) {
        assertThat(DeviceMessages.decodeResponses(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEqualTo(new Malformed<>(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "818361611864 60        | record 0: unknown type number 100",
                "818461610060 60        | record 0: type 0 takes 5 elements, not 4",
                "8185616100006080       | record 0: element 2 of type 0 is not text",
                "8185616100600080       | record 0: element 3 of type 0 is not text",
                "8185616100606000       | record 0: element 4 of type 0 is not an array of at most 6 numbers",
                "818561610060608700010203040506 | record 0: element 4 of type 0 is not an array of at most 6 numbers",
                "8185616100606081611f   | record 0: element 4 of type 0 is not an array of numbers below 2^32",
                "818361610180           | record 0: element 2 of type 1 is not a map of at most 10 pairs",
                "8183616101a1616100     | record 0: element 2 of type 1 is not a map of text to text",
                "8183616101a10061 61    | record 0: a key is not text",
                "8183616101a1c1616161 61 | record 0: a key is not text",
                "8183616101a2616160616160 | record 0: a key occurs twice",
                "8183616101bf61616 07f6161ff60ff | record 0: a key occurs twice",
                "8183616101bf6161ff     | record 0: the byte 0xff begins nothing",
                "81836161020 0          | record 0: type 2 takes 2 elements, not 3",
                "81826161 01            | record 0: type 1 takes 3 elements, not 2",
            })
    void refusesBatch(String hex, String reason) {
        assertThat(DeviceMessages.decodeCommands(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEqualTo(new Malformed<>(reason));
    }

    @Test
    void readsEveryLengthFormOfTheSameReport() {
        Decoded<List<DeviceResponse>> expected = new Decoded<>(List.of(new AtResponse("aé", "")));
        for (String hex : List.of(
                "818363 61c3a9 1864 60",
                "9f9f63 61c3a9 1864 60 ffff",
                "9b0000000000000001 9a00000003 7b0000000000000003 61c3a9 1b0000000000000064 7800",
                "819f 7f 61 61 62 c3a9 60 ff 190064 7f ff ff")) {
            assertThat(DeviceMessages.decodeResponses(HexFormat.of().parseHex(hex.replace(" ", ""))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesDepthBombsWithoutFallingIntoThem() {
        for (int opener : new int[] {0x81, 0x9f, 0xa1, 0xbf, 0xc1, 0x7f, 0xd8}) {
            byte[] bomb = new byte[16 * 1024];
            Arrays.fill(bomb, (byte) opener);
            assertThat(DeviceMessages.decodeResponses(bomb)).isInstanceOf(Malformed.class);
            assertThat(DeviceMessages.decodeCommands(bomb)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void takesSixtyFourRecordsAndNoMore() {
        List<DeviceResponse> report = Collections.nCopies(64, new AtResponse("a", "OK\r\n"));
        assertThat(DeviceMessages.decodeResponses(DeviceMessages.encodeResponses(report)))
                .isEqualTo(new Decoded<>(report));

        List<DeviceResponse> larger = Collections.nCopies(65, new AtResponse("a", "OK\r\n"));
        assertThat(DeviceMessages.decodeResponses(DeviceMessages.encodeResponses(larger)))
                .isEqualTo(new Malformed<>("more than 64 records"));
    }

    @Test
    void takesSixteenKibibytesAndNoMore() {
        List<DeviceResponse> report = List.of(new AtResponse("a", "x".repeat(16 * 1024 - 9)));
        byte[] body = DeviceMessages.encodeResponses(report);

        assertThat(body).hasSize(16 * 1024);
        assertThat(DeviceMessages.decodeResponses(body)).isEqualTo(new Decoded<>(report));
        assertThat(DeviceMessages.decodeResponses(new byte[16 * 1024 + 1]))
                .isEqualTo(new Malformed<>("the body has 16385 bytes, at most 16384 are allowed"));
        assertThat(DeviceMessages.decodeCommands(new byte[65_536]))
                .isEqualTo(new Malformed<>("the body has 65536 bytes, at most 65535 are allowed"));
    }

    @Test
    void keepsContentOutOfReasons() {
        byte[] body = HexFormat.of().parseHex("8183667365637265741864ff");

        assertThat(DeviceMessages.decodeResponses(body))
                .isInstanceOf(Malformed.class)
                .asString()
                .doesNotContain("secret");
    }
}
