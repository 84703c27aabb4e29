package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import io.latebind.server.kernel.Origin;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.util.List;
import java.util.Optional;

/**
 * A claimed device, whose queue begins with a key that the service certifies.
 *
 * @param link what it talks to
 * @param key the command
 */
record CertifiedDevice(ServiceFixture service, DeviceLink link, TestDevice device, CommandId key) {
    private static final Origin FROM = new Origin("198.51.100.7", "test");
    private static final int TAG = 42;

    static CertifiedDevice claimed(ServiceFixture service, DeviceLink link) {
        TestDevice device = service.claimedDevice();
        return new CertifiedDevice(service, link, device, add(service, device.uuid(), Requests.cloudKey(TAG)));
    }

    /** It talks to another link from now on. */
    CertifiedDevice over(DeviceLink other) {
        return new CertifiedDevice(service, other, device, key);
    }

    DeviceUuid uuid() {
        return device.uuid();
    }

    CommandId add(CommandRequest request) {
        return add(service, device.uuid(), request);
    }

    private static CommandId add(ServiceFixture service, DeviceUuid device, CommandRequest request) {
        return done(service.changes.add(service.owner, device, new NewCommand(Optional.empty(), request)))
                .id();
    }

    void makeKey() {
        report((LinkAnswer.Commands) fetch());
    }

    LinkAnswer fetch() {
        return link.fetch(
                FROM,
                device.jwt(service.clock.instant()),
                new FetchRequest("", DeviceBuffers.DEFAULT, Optional.empty(), Optional.empty()));
    }

    List<DeviceCommand> fetched() {
        return decoded((LinkAnswer.Commands) fetch());
    }

    private static List<DeviceCommand> decoded(LinkAnswer.Commands answer) {
        return switch (DeviceMessages.decodeCommands(answer.encoded())) {
            case Decoding.Decoded<List<DeviceCommand>>(List<DeviceCommand> commands) -> commands;
            case Decoding.Malformed<List<DeviceCommand>>(String reason) -> throw new AssertionError(reason);
        };
    }

    void report(LinkAnswer.Commands answer) {
        List<DeviceResponse> responses = decoded(answer).stream()
                .map(command -> command instanceof DeviceCommand.AtCommand at
                                && at.setCommand().equals("%KEYGEN")
                        ? QueueScript.reply(at.correlation(), TestKeygen.genuine(device, TestKeygen.newKey(), TAG))
                        : QueueScript.success(command))
                .toList();
        assertThat(link.report(FROM, device.jwt(service.clock.instant()), DeviceMessages.encodeResponses(responses)))
                .isInstanceOf(LinkAnswer.Acknowledged.class);
    }

    List<QueuedCommand> queue() {
        return done(service.queueReading.list(service.owner, device.uuid()));
    }

    PendingIssuance pending() {
        return queue().getFirst().issuance().orElseThrow();
    }

    String failure() {
        return ((CommandResult.Failure) queue().getFirst().result().orElseThrow()).message();
    }

    List<Kind> kinds() {
        return service.historyKinds(device);
    }
}
