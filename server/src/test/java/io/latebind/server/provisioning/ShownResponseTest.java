package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code response} as REST shows it (specification 4). */
class ShownResponseTest {
    private final QueueScript script = new QueueScript();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%KEYGEN: \"ab-_.cd-_\"\r\nOK\r\n",
                "%KEYGEN:\"ab-_.cd-_\"",
                "%KEYGEN: \"ab-_.cd-_\"",
                "ab-_.cd-_",
                "ab-_.cd-_\r\nOK\r\n"
            })
    void messageIsTheBareToken(String reply) {
        assertThat(shownAfter(Requests.csr(1, ""), reply))
                .isEqualTo("{\"certificateSigningRequest\":{\"message\":\"ab-_.cd-_\"}}");
    }

    @Test
    void everyKeyGenerationShowsItsToken() {
        assertThat(shownAfter(Requests.key(1), QueueScript.TOKEN))
                .isEqualTo("{\"clientPrivateKeyGeneration\":{\"message\":\"AAAA.BBBB\"}}");
        assertThat(shownAfter(Requests.endorsementKey(1), QueueScript.TOKEN))
                .isEqualTo("{\"endorsementKeyGeneration\":{\"message\":\"AAAA.BBBB\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK\r\n", "%KEYGEN: \r\nOK", "a.b.c"})
    void aKeyGenerationWithoutATokenSucceededWithAnEmptyMessage(String reply) {
        assertThat(shownAfter(Requests.key(1), reply)).isEqualTo("{\"clientPrivateKeyGeneration\":{\"message\":\"\"}}");
    }

    @Test
    void aWriteShowsNothingOfTheReply() {
        assertThat(shownAfter(Requests.psk(1, "id", "00"), "OK\r\n")).isEqualTo("{\"preSharedKey\":{}}");
        assertThat(shownAfter(Requests.serverCertificate(1, "pem"), "")).isEqualTo("{\"serverCertificate\":{}}");
        assertThat(shownAfter(Requests.clientCertificate(1, "pem"), "")).isEqualTo("{\"clientCertificate\":{}}");
        assertThat(shownAfter(Requests.clientPrivateKey(1, "pem", "pw"), "")).isEqualTo("{\"clientPrivateKey\":{}}");
    }

    @Test
    void configAndFinishedShowTheirKeyAlone() {
        CommandId config = script.add(Requests.config());
        CommandId finished = script.add(Requests.finished());
        script.deliverAndSucceed();
        assertThat(shown(config)).isEqualTo("{\"config\":{}}");
        assertThat(shown(finished)).isEqualTo("{\"finished\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "523, 523", "9999, 9999", "2147483647, 2147483647", "2147483648, -2147483648", "4294967284, -12"
    })
    void fromTwoToThe31stOnAnErrorIsTheNegativeErrnoThatItIs(long reported, long shown) {
        CommandId config = script.add(Requests.config());
        script.fetch();
        script.report(new DeviceResponse.ErrorResponse(config + ".1", reported, " Unable to store [0]\r\n"));
        assertThat(shown(config))
                .isEqualTo("{\"error\":{\"cmeError\":" + shown + ",\"message\":\"Unable to store [0]\"}}");
    }

    @Test
    void aFailureThatTheServiceDeclaredHasNoCmeError() {
        CommandId head = script.add(Requests.psk(1, "id", "00"));
        script.buffers(1024, 1024, 1);
        script.fetch();
        assertThat(shown(head)).startsWith("{\"error\":{\"message\":\"preSharedKey cannot be delivered");
    }

    private String shownAfter(CommandRequest request, String reply) {
        CommandId id = script.add(request);
        String correlation = script.fetch().getLast();
        script.report(new DeviceResponse.AtResponse(correlation, reply));
        return shown(id);
    }

    private String shown(CommandId id) {
        QueuedCommand command = script.command(id);
        return CommandJson.response(command.type(), command.result().orElseThrow())
                .toString();
    }
}
