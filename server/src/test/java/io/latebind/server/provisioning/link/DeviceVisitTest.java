package io.latebind.server.provisioning.link;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.Origin;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.CommandStatus;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.SecTag;
import io.latebind.server.provisioning.ServiceFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A device's visits through the database: what it gets, and what becomes of what it reports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceVisitTest {
    private static final FetchRequest FETCH =
            new FetchRequest("", DeviceBuffers.DEFAULT, Optional.of("mfw_nrf91x1_2.0.2"), Optional.of("1"));
    private static final Origin FROM = new Origin("198.51.100.7", "test");
    private static final String TOKEN = "AAAA.BBBB";

    private ServiceFixture service;

    @BeforeAll
    void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void bringsADeviceFromReadyToProvisioned() {
        TestDevice device = service.claimedDevice();
        QueuedCommand key = add(device, new CommandRequest.ClientPrivateKeyGeneration(new SecTag(7)));
        QueuedCommand config = add(device, new CommandRequest.Config(Map.of("a", "b")));
        QueuedCommand finished = add(device, new CommandRequest.Finished());
        assertThat(status(device)).isEqualTo(DeviceStatus.READY);

        List<DeviceCommand> batch = fetch(device);
        assertThat(batch.stream().map(DeviceCommand::correlation))
                .containsExactly(key.id() + ".1.s", key.id() + ".1", config.id() + ".2", finished.id() + ".3");
        assertThat(status(device)).isEqualTo(DeviceStatus.PROVISIONING);

        report(
                device,
                List.of(
                        new DeviceResponse.AtResponse(key.id() + ".1.s", "+CME ERROR: 513\r\n"),
                        new DeviceResponse.AtResponse(key.id() + ".1", "%KEYGEN: \"" + TOKEN + "\"\r\nOK\r\n"),
                        new DeviceResponse.ConfigResponse(config.id() + ".2"),
                        new DeviceResponse.FinishedResponse(finished.id() + ".3")));
        assertThat(status(device)).isEqualTo(DeviceStatus.PROVISIONED);
        assertThat(commands(device)).allMatch(command -> command.status() == CommandStatus.SUCCEEDED);
        assertThat(service.link.fetch(FROM, device.jwt(service.clock.instant()), FETCH))
                .isInstanceOf(LinkAnswer.Nothing.class);
    }

    @Test
    void deliversAgainWhatHasNoResultAndTakesOnlyTheNewestAttempt() {
        TestDevice device = service.claimedDevice();
        CommandId key = add(device, new CommandRequest.ClientPrivateKeyGeneration(new SecTag(7)))
                .id();
        fetch(device);
        assertThat(fetch(device).getLast().correlation()).isEqualTo(key + ".2");

        report(device, List.of(new DeviceResponse.AtResponse(key + ".1", "%KEYGEN: \"OLD.OLD\"\r\nOK\r\n")));
        assertThat(commands(device).getFirst().status()).isEqualTo(CommandStatus.IN_PROGRESS);

        report(device, List.of(new DeviceResponse.AtResponse(key + ".2", "%KEYGEN: \"NEW.NEW\"\r\nOK\r\n")));
        assertThat(commands(device).getFirst().result().toString()).contains("NEW.NEW");
    }

    @Test
    void putsBackWhatStandsBehindAFailure() {
        TestDevice device = service.claimedDevice();
        CommandId first = add(device, new CommandRequest.EndorsementKeyGeneration(new SecTag(1)))
                .id();
        add(device, new CommandRequest.EndorsementKeyGeneration(new SecTag(2)));
        fetch(device);
        report(device, List.of(new DeviceResponse.ErrorResponse(first + ".1", 523, "+CME ERROR: 523\r\n")));
        assertThat(commands(device).stream().map(QueuedCommand::status))
                .containsExactly(CommandStatus.FAILED, CommandStatus.PENDING);
        assertThat(status(device)).isEqualTo(DeviceStatus.ERROR);

        done(service.changes.reset(service.owner, device.uuid(), first));
        assertThat(status(device)).isEqualTo(DeviceStatus.READY);
    }

    @Test
    void pinsTheFirstKeyThatVerifiesAndRefusesAnyOther() {
        TestDevice device = service.claimedDevice();
        assertThat(service.shown(device).proven()).isFalse();
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(service.link.fetch(FROM, impostor.jwt(service.clock.instant()), FETCH))
                .isInstanceOf(LinkAnswer.NotProven.class);
        assertThat(service.shown(device).proven()).isFalse();
        assertThat(service.link.fetch(FROM, device.jwt(service.clock.instant()), FETCH))
                .isInstanceOf(LinkAnswer.Nothing.class);
        assertThat(service.shown(device).proven()).isTrue();
        assertThat(service.shown(device).modemFirmware()).contains("mfw_nrf91x1_2.0.2");
    }

    private QueuedCommand add(TestDevice device, CommandRequest request) {
        return done(service.changes.add(service.owner, device.uuid(), new NewCommand(Optional.empty(), request)));
    }

    private DeviceStatus status(TestDevice device) {
        return service.shown(device).status();
    }

    private List<QueuedCommand> commands(TestDevice device) {
        return done(service.queueReading.list(service.owner, device.uuid()));
    }

    private List<DeviceCommand> fetch(TestDevice device) {
        LinkAnswer answer = service.link.fetch(FROM, device.jwt(service.clock.instant()), FETCH);
        assertThat(answer).isInstanceOf(LinkAnswer.Commands.class);
        Decoding<List<DeviceCommand>> decoded = DeviceMessages.decodeCommands(((LinkAnswer.Commands) answer).encoded());
        assertThat(decoded).isInstanceOf(Decoding.Decoded.class);
        return new ArrayList<>(((Decoding.Decoded<List<DeviceCommand>>) decoded).value());
    }

    private void report(TestDevice device, List<DeviceResponse> responses) {
        assertThat(service.link.report(
                        FROM, device.jwt(service.clock.instant()), DeviceMessages.encodeResponses(responses)))
                .isInstanceOf(LinkAnswer.Acknowledged.class);
    }
}
