package io.latebind.server.whole;

import static io.latebind.server.whole.DeviceTransport.Meaning.COMMANDS;
import static io.latebind.server.whole.DeviceTransport.Meaning.MALFORMED;
import static io.latebind.server.whole.DeviceTransport.Meaning.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.server.TestDevice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Old and odd devices, over both transports: what is in the field, and what no client should do (specification 3.1 to 3.3, 4, 6.1 to 6.4).
 * What only one transport has is in {@link OddCoapDevicesTest}, {@link DeviceHttpTest} and {@link AttestationTokenTest}; reports are in {@link OddReportsTest}.
 */
@ParameterizedClass
@EnumSource(DeviceTransport.class)
@ExtendWith(SharedService.class)
class OddDevicesTest {
    private final RunningService service;
    private final VisitingDevice visiting;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceTransport transport;
    private final DeviceTransport.Client client;

    OddDevicesTest(DeviceTransport transport, RunningService service) {
        this.transport = transport;
        this.service = service;
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
    void missingParametersMeanTheClientsDefaults() {
        visiting.settings(12);
        var heard = client.fetch("");
        assertThat(heard.body().length).isBetween(500, 1024);
        assertThat(heard.commands()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=2&txMaxSize=1536&rxMaxSize=1536&after=",
                "txMaxSize=1536&after=&limit=2&mver=mfw_nrf91x1_2.0.2&rxMaxSize=1536&cver=1",
                "unknown=1&limit=2&unknown=2",
                "limit=2&limit=7"
            })
    void parametersComeInAnyOrder(String query) {
        visiting.settings(3);
        assertThat(client.fetch(query).commands()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=",
                "after",
                "after=nonsense",
                "after=00000000-0000-0000-0000-000000000000.1",
                "after=\"\\'"
            })
    void anEmptyOrForeignAfterMeansTheBeginning(String after) {
        visiting.settings(2);
        assertThat(client.fetch(after).commands()).hasSize(2);
        assertThat(client.fetch(after).commands()).as("again").hasSize(2);
        assertThat(visiting.lines("RESULT_LOST")).isZero();
    }

    @Test
    void anAfterOfAnotherDeviceMeansTheBeginning() {
        TestDevice other = owner.claimed();
        owner.added(other, RequestSamples.KEY);
        visiting.settings(1);
        try (DeviceTransport.Client others = transport.connect(service, other)) {
            String foreign = others.fetch().ids().getLast();
            assertThat(client.fetch("after=" + foreign).commands()).hasSize(1);
        }
        assertThat(visiting.lines("RESULT_LOST")).isZero();
    }

    @Test
    void anAfterWhoseResultWasLostIsNotedAndDeliveredAgain() {
        String setting = visiting.settings(1).getFirst();
        String passed = client.fetch().ids().getFirst();
        assertThat(client.fetch("after=" + passed).ids()).singleElement().isNotEqualTo(passed);
        assertThat(visiting.lines("RESULT_LOST")).isEqualTo(1);
        assertThat(owner.status(device, setting)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void anAbsentLimitIsTenRecordsWhateverTheSize() {
        visiting.settings(12);
        assertThat(client.fetch("rxMaxSize=65535&txMaxSize=65535").commands()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "0064", "1024", "65535", "65536", "99999999999999999999"})
    void rxMaxSizeIsAnySizeFrom64On(String size) {
        owner.added(device, RequestSamples.FINISHED);
        var heard = client.fetch("rxMaxSize=" + size);
        assertThat(heard.commands()).hasSize(1);
        assertThat(heard.body().length).isLessThanOrEqualTo(64);
    }

    @Test
    void aCommandThatDoesNotFitTheSmallestBufferFailsAndNamesBothFigures() {
        String key = owner.added(device, RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE));
        assertThat(client.fetch("rxMaxSize=64").meaning()).isEqualTo(NOTHING);
        Answer shown = owner.command(device, key).is(200);
        assertThat(shown.text("/status")).isEqualTo("FAILED");
        assertThat(shown.text("/response/error/message"))
                .containsPattern("\\b64\\b")
                .containsPattern("\\b[0-9]{3,4}\\b");
        assertThat(owner.status(device)).isEqualTo("ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rxMaxSize=63",
                "rxMaxSize=0",
                "rxMaxSize=-1",
                "rxMaxSize=",
                "rxMaxSize",
                "rxMaxSize=abc",
                "rxMaxSize=1e3",
                "rxMaxSize=+64",
                "rxMaxSize=64 ",
                "rxMaxSize=\u0661\u0660\u0662\u0664",
                "txMaxSize=63",
                "txMaxSize=0x400",
                "txMaxSize=20.5",
                "limit=0",
                "limit=-1",
                "limit=ten"
            })
    void nonsenseAsASizeIsRefusedAndDeliversNothing(String query) {
        String setting = visiting.settings(1).getFirst();
        assertThat(client.fetch(query).meaning()).isEqualTo(MALFORMED);
        assertThat(owner.status(device, setting)).isEqualTo("PENDING");
        assertThat(client.fetch().commands()).hasSize(1);
    }

    @Test
    void a519OnAWriteDeletesFirstAndWritesOnceMore() {
        String certificate =
                owner.added(device, RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE));
        client.report(new ErrorResponse(client.fetch().ids().getFirst(), 519, "+CME ERROR: 519"));
        assertThat(owner.status(device, certificate)).isNotEqualTo("FAILED");
        List<DeviceCommand> again = client.fetch().commands();
        assertThat(again).hasSize(2);
        AtCommand deletion = (AtCommand) again.getFirst();
        assertThat(deletion.correlation()).endsWith(".s");
        assertThat(deletion.parameters()).isEqualTo("3,2147483647,0");
        assertThat(deletion.ignoreCmeErrors()).containsExactly(513L);
        assertThat(HistoryLines.of(owner, device).lines().toString()).contains("519");
        client.reportSuccess(again);
        assertThat(owner.status(device, certificate)).isEqualTo("SUCCEEDED");
    }

    @Test
    void a519OnAPreSharedKeyDeletesBothItsPartsFirst() {
        String psk = owner.added(device, RequestSamples.PSK);
        client.report(new ErrorResponse(client.fetch().ids().getFirst(), 519, "+CME ERROR: 519"));
        List<DeviceCommand> again = client.fetch().commands();
        assertThat(again.stream().map(command -> ((AtCommand) command).parameters()))
                .containsExactly("3,9,4", "3,9,3", "0,9,4,\"meter-1\"", "0,9,3,\"0A1b\"");
        client.reportSuccess(again);
        assertThat(owner.status(device, psk)).isEqualTo("SUCCEEDED");
    }

    @Test
    void a519OnADeletedPlaceFailsTheCommand() {
        String certificate =
                owner.added(device, RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE));
        for (int i = 0; i < 2; i++) {
            client.report(new ErrorResponse(client.fetch().ids().getLast(), 519, "+CME ERROR: 519"));
        }
        assertThat(owner.status(device, certificate)).isEqualTo("FAILED");
    }

    /** It cannot hold the second one, and then says nothing of the whole batch (specification 3.3, 6.4). */
    @Test
    void aCommandThatNeverComesBackAmongCommandsThatDo() {
        List<String> settings = visiting.settings(3);
        int visits = 0;
        for (var heard = client.fetch(); heard.meaning() == COMMANDS; heard = client.fetch()) {
            boolean held = heard.ids().stream().noneMatch(id -> id.startsWith(settings.get(1)));
            if (held) {
                client.reportSuccess(heard.commands());
            }
            assertThat(++visits).isLessThan(20);
        }
        assertThat(settings.stream().map(id -> owner.status(device, id)))
                .as("a failure that the service declares puts nothing back")
                .containsExactly("SUCCEEDED", "FAILED", "IN_PROGRESS");
        Answer failed = owner.command(device, settings.get(1)).is(200);
        assertThat(failed.text("/response/error/message")).startsWith("no result after 5 deliveries");
        assertThat(failed.json().at("/response/error").has("cmeError")).isFalse();
        owner.post(ApiClient.queue(device) + "/" + settings.get(1) + "/skip").is(200);
        client.reportSuccess(client.fetch().commands());
        assertThat(owner.status(device, settings.get(2))).isEqualTo("SUCCEEDED");
    }

    @Test
    void aReportComesOnANewSession() {
        String setting = visiting.settings(1).getFirst();
        List<DeviceCommand> batch = client.fetch().commands();
        visiting.close();
        try (DeviceTransport.Client later = transport.connect(service, device)) {
            later.reportSuccess(batch);
        }
        assertThat(owner.status(device, setting)).isEqualTo("SUCCEEDED");
    }
}
