package io.latebind.server.whole;

import static io.latebind.server.whole.DeviceTransport.Meaning.ACKNOWLEDGED;
import static io.latebind.server.whole.DeviceTransport.Meaning.MALFORMED;
import static io.latebind.server.whole.DeviceTransport.Meaning.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ConfigResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as old and odd devices send them, over both transports (specification 3.1, 4, 6.1, 6.4). */
@ParameterizedClass
@EnumSource(DeviceTransport.class)
@ExtendWith(SharedService.class)
class OddReportsTest {
    private final VisitingDevice visiting;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceTransport.Client client;

    OddReportsTest(DeviceTransport transport, RunningService service) {
        visiting = VisitingDevice.by(transport, service);
        owner = visiting.owner();
        device = visiting.device();
        client = visiting.client();
    }

    @AfterEach
    void disconnect() {
        visiting.close();
    }

    @Test
    void arraysOfIndefiniteLengthAreTaken() {
        List<String> settings = visiting.settings(2);
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        report.write(0x9f);
        for (String id : client.fetch().ids()) {
            byte[] definite = DeviceMessages.encodeResponses(List.of(new ConfigResponse(id)));
            report.write(0x9f);
            report.write(definite, 2, definite.length - 2);
            report.write(0xff);
        }
        report.write(0xff);
        assertThat(client.reportBytes(report.toByteArray()).meaning()).isEqualTo(ACKNOWLEDGED);
        assertThat(settings)
                .allSatisfy(id -> assertThat(owner.status(device, id)).isEqualTo("SUCCEEDED"));
    }

    @Test
    void severalReportsComeForOneFetch() {
        List<String> settings = visiting.settings(3);
        for (DeviceCommand command : client.fetch().commands()) {
            client.reportSuccess(List.of(command));
        }
        assertThat(settings)
                .allSatisfy(id -> assertThat(owner.status(device, id)).isEqualTo("SUCCEEDED"));
        assertThat(client.fetch().meaning()).isEqualTo(NOTHING);
    }

    @Test
    void aReportForPartOfABatchLeavesTheRestToBeDeliveredAgain() {
        List<String> settings = visiting.settings(3);
        List<DeviceCommand> batch = client.fetch().commands();
        client.reportSuccess(batch.subList(0, 1));
        assertThat(owner.status(device, settings.getFirst())).isEqualTo("SUCCEEDED");
        assertThat(owner.status(device, settings.getLast())).isEqualTo("IN_PROGRESS");
        List<DeviceCommand> again = client.fetch().commands();
        assertThat(again).hasSize(2).noneMatch(batch::contains);
        client.reportSuccess(batch.subList(1, 3));
        assertThat(owner.status(device, settings.getLast()))
                .as("an older attempt")
                .isEqualTo("IN_PROGRESS");
        client.reportSuccess(again);
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    @Test
    void aReportWithoutAFetchIsAcknowledgedAndChangesNothing() {
        String setting = visiting.settings(1).getFirst();
        client.report(
                new ConfigResponse(setting + ".1"),
                new AtResponse(UUID.randomUUID() + ".1", "OK\r\n"),
                new FinishedResponse("nonsense"));
        assertThat(owner.status(device, setting)).isEqualTo("PENDING");
        assertThat(owner.status(device)).isEqualTo("READY");
        assertThat(visiting.lines("UNEXPECTED_ANSWER")).isEqualTo(3);
    }

    @Test
    void anAnswerToThePreparatoryStepAloneIsNoResult() {
        String key = owner.added(device, RequestSamples.KEY);
        List<String> ids = client.fetch().ids();
        client.report(new AtResponse(ids.getFirst(), "OK\r\n"));
        assertThat(owner.status(device, key)).isEqualTo("IN_PROGRESS");
        List<DeviceCommand> again = client.fetch().commands();
        assertThat(again.getFirst().correlation()).endsWith(".s").isNotIn(ids);
        client.reportSuccess(again);
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
    }

    @Test
    void aFailureOfThePreparatoryStepAloneFailsTheCommand() {
        String key = owner.added(device, RequestSamples.KEY);
        client.report(new ErrorResponse(client.fetch().ids().getFirst(), 514, "+CME ERROR: 514"));
        Answer shown = owner.command(device, key).is(200);
        assertThat(shown.text("/status")).isEqualTo("FAILED");
        assertThat(shown.text("/response/error/cmeError")).isEqualTo("514");
    }

    @Test
    void anErrnoComesAsAnUnsignedNumber() {
        String setting = visiting.settings(1).getFirst();
        client.report(new ErrorResponse(
                client.fetch().ids().getFirst(), 0xffff_ffeaL, "Unable to store 0(0-indexed) key-value-pair"));
        Answer shown = owner.command(device, setting).is(200);
        assertThat(shown.json().at("/response/error/cmeError").intValue()).isEqualTo(-22);
        assertThat(shown.text("/response/error/message")).isEqualTo("Unable to store 0(0-indexed) key-value-pair");
    }

    @Test
    void aPlainErrorHasNoCmeError() {
        String key = owner.added(device, RequestSamples.KEY);
        client.report(new ErrorResponse(client.fetch().ids().getLast(), 0, "\r\nERROR\r\n"));
        Answer shown = owner.command(device, key).is(200);
        assertThat(shown.text("/status")).isEqualTo("FAILED");
        assertThat(shown.text("/response/error/message")).isEqualTo("ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%KEYGEN: \"AAAA.BBBB\"\r\nOK\r\n",
                "\r\n%KEYGEN: \"AAAA.BBBB\"\r\n\r\nOK\r\n",
                "%KEYGEN: \"AAAA.BBBB\"\nOK\n",
                "%KEYGEN: \"AAAA.BBBB\""
            })
    void lineEndsAroundATokenAreRemoved(String message) {
        String key = owner.added(device, RequestSamples.KEY);
        List<String> ids = client.fetch().ids();
        client.report(new AtResponse(ids.getFirst(), "OK\r\n"), new AtResponse(ids.getLast(), message));
        Answer shown = owner.command(device, key).is(200);
        assertThat(shown.text("/status")).isEqualTo("SUCCEEDED");
        assertThat(shown.text("/response/clientPrivateKeyGeneration/message")).isEqualTo("AAAA.BBBB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK\r\n", "\r\n"})
    void emptyMessagesAreSuccesses(String message) {
        String key = owner.added(device, RequestSamples.KEY);
        String certificate =
                owner.added(device, RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE));
        client.report(client.fetch().ids().stream()
                .map(id -> new AtResponse(id, message))
                .toArray(AtResponse[]::new));
        Answer shown = owner.command(device, key).is(200);
        assertThat(shown.text("/status")).isEqualTo("SUCCEEDED");
        assertThat(shown.text("/response/clientPrivateKeyGeneration/message")).isEmpty();
        assertThat(owner.status(device, certificate)).isEqualTo("SUCCEEDED");
    }

    @Test
    void aReportRepeatedAfterAUsersResetChangesNothing() {
        String setting = visiting.settings(1).getFirst();
        List<DeviceCommand> batch = client.fetch().commands();
        client.reportSuccess(batch);
        owner.post(ApiClient.queue(device) + "/" + setting + "/reset").is(200);
        client.reportSuccess(batch);
        assertThat(owner.status(device, setting)).isEqualTo("PENDING");
        List<DeviceCommand> again = client.fetch().commands();
        client.reportSuccess(batch);
        assertThat(owner.status(device, setting)).isEqualTo("IN_PROGRESS");
        client.reportSuccess(again);
        assertThat(owner.status(device, setting)).isEqualTo("SUCCEEDED");
    }

    @Test
    void aRepeatedReportIsAcknowledgedAndChangesNothing() {
        String setting = visiting.settings(1).getFirst();
        List<DeviceCommand> batch = client.fetch().commands();
        client.reportSuccess(batch);
        client.reportSuccess(batch);
        client.report(new ErrorResponse(batch.getFirst().correlation(), 50, "late"));
        assertThat(owner.status(device, setting)).isEqualTo("SUCCEEDED");
    }

    @Test
    void aReportOfAnotherTypeThanItsCommandIsTreatedAsUnknown() {
        String key = owner.added(device, RequestSamples.KEY);
        client.report(new FinishedResponse(client.fetch().ids().getLast()));
        assertThat(owner.status(device, key)).isEqualTo("IN_PROGRESS");
        assertThat(visiting.lines("UNEXPECTED_ANSWER")).isEqualTo(1);
    }

    @Test
    void aReportWithOneBadRecordIsRefusedWhole() {
        List<String> settings = visiting.settings(2);
        byte[] good = DeviceMessages.encodeResponses(
                DeviceClient.successes(client.fetch().commands()));
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        assertThat(client.reportBytes(cut).meaning()).isEqualTo(MALFORMED);
        assertThat(settings)
                .allSatisfy(id -> assertThat(owner.status(device, id)).isEqualTo("IN_PROGRESS"));
    }
}
