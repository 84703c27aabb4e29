package io.latebind.contract.device.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import io.latebind.contract.vectors.ProtocolVectors;
import io.latebind.contract.vectors.ProtocolVectors.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of another encoder, both ways. */
class MessageVectorsTest {
    private static final String ID = "0f1e2d3c-4b5a-4697-8877-665544332211.";

    static List<Message> messages() {
        return ProtocolVectors.load().messages();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void encodesAgainWhatItDecoded(Message vector) {
        assertThat(Recoded.of(vector.commands(), vector.definite())).contains(vector.definite());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsIndefiniteLengthAsTheSameMessage(Message vector) {
        vector.indefinite()
                .ifPresent(
                        body -> assertThat(Recoded.of(vector.commands(), body)).contains(vector.definite()));
    }

    @Test
    void readsEachKindOfCommand() {
        byte[] body = ProtocolVectors.load().message("mix_cmds").definite();
        List<DeviceCommand> expected = List.of(
                new AtCommand(
                        ID + "2",
                        "%CMNG",
                        "0,16842753,0,\"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n\"",
                        List.of()),
                new ConfigCommand(
                        ID + "3", Map.of("app/server", "iot.example.com", "provisioning/interval-sec", "3600")),
                new FinishedCommand(ID + "4"));

        assertThat(DeviceMessages.decodeCommands(body)).isEqualTo(new Decoded<>(expected));
    }

    @Test
    void readsNegativeErrnoAsUnsignedNumber() {
        byte[] body = ProtocolVectors.load().message("cfg_err").definite();

        assertThat(DeviceMessages.decodeResponses(body))
                .isEqualTo(new Decoded<>(List.of(
                        new ErrorResponse(ID + "3", 4_294_967_274L, "Unable to store [0](0-indexed) key-value-pair"))));
    }

    @Test
    void countsTheBytesOfEachRecord() {
        for (Message vector : messages()) {
            if (DeviceMessages.decodeCommands(vector.definite()) instanceof Decoded<List<DeviceCommand>>(var batch)) {
                int records =
                        batch.stream().mapToInt(DeviceMessages::encodedSize).sum();
                assertThat(DeviceMessages.arrayHeaderSize(batch.size()) + records)
                        .isEqualTo(vector.definite().length);
            }
        }
    }
}
