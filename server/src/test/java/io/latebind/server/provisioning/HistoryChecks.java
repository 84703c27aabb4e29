package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.TestDevice;
import io.latebind.server.device.DeviceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be true of a device after every step of a random history. */
record HistoryChecks(ServiceFixture service, TestDevice identity, ModelDevice device, QueueModel model) {
    /** The status that the device must have, and has. */
    DeviceStatus check(boolean blocked) {
        List<QueuedCommand> commands = done(service.queueReading.list(service.owner, identity.uuid()));
        Map<CommandId, CommandStatus> expected = new LinkedHashMap<>();
        model.listed().forEach(id -> expected.put(id, model.status(id)));
        Map<CommandId, CommandStatus> actual = new LinkedHashMap<>();
        commands.forEach(command -> actual.put(command.id(), command.status()));
        assertThat(actual).as("statuses of commands").containsExactlyEntriesOf(expected);
        assertThat(commands.stream()
                        .filter(command -> command.issuance().isPresent())
                        .map(QueuedCommand::id))
                .as("keys that wait for certificates")
                .containsExactlyElementsOf(model.awaiting());
        commands.forEach(this::checkResult);
        DeviceStatus status = blocked ? DeviceStatus.BLOCKED : model.oracle().status();
        assertThat(service.shown(identity).status()).as("device status").isEqualTo(status);
        return status;
    }

    /** What is recorded is the result of the last execution. */
    private void checkResult(QueuedCommand command) {
        switch (command.result().orElse(null)) {
            case CommandResult.Success(Optional<String> token) -> {
                ModelDevice.Execution last = device.lastOf(command.id());
                assertThat(last.succeeded()).isTrue();
                token.ifPresent(text -> assertThat(last.answer()).contains("\"" + text + "\""));
            }
            case CommandResult.Failure(Optional<Long> cmeError, String message) -> {
                if (cmeError.isPresent() && command.status() == CommandStatus.FAILED) {
                    assertThat(device.lastOf(command.id())).isEqualTo(new ModelDevice.Execution(false, message));
                }
            }
            case null -> assertThat(command.status()).isNotIn(CommandStatus.SUCCEEDED, CommandStatus.FAILED);
        }
    }
}
