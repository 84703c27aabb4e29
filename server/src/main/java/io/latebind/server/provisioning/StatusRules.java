package io.latebind.server.provisioning;

import io.latebind.server.device.DeviceStatus;
import java.util.List;
import java.util.Optional;

/** The device status as a function of the facts (specification 2.1), without the block flag, which lies above it. Pure. */
public final class StatusRules {
    private StatusRules() {}

    public static DeviceStatus statusOf(ProvisioningQueue queue) {
        List<QueuedCommand> commands = queue.commands();
        if (commands.stream().anyMatch(command -> command.status() == CommandStatus.FAILED)) {
            return DeviceStatus.ERROR;
        }
        if (queue.anythingOpen()) {
            return statusWhileOpen(queue);
        }
        if (!queue.run().anyResult()) {
            return DeviceStatus.READY;
        }
        Optional<QueuedCommand> last = commands.reversed().stream()
                .filter(command -> command.status() != CommandStatus.SKIPPED)
                .findFirst();
        return last.filter(QueuedCommand::finished).isPresent() ? DeviceStatus.PROVISIONED : DeviceStatus.AWAITING;
    }

    private static DeviceStatus statusWhileOpen(ProvisioningQueue queue) {
        RunFacts run = queue.run();
        boolean inProgress =
                queue.commands().stream().anyMatch(command -> command.status() == CommandStatus.IN_PROGRESS);
        if (inProgress || (run.goingOn() && run.delivered())) {
            return DeviceStatus.PROVISIONING;
        }
        boolean endedAwaiting = run.lastEndedIn()
                .filter(status -> status == DeviceStatus.AWAITING)
                .isPresent();
        return endedAwaiting ? DeviceStatus.AWAITING : DeviceStatus.READY;
    }
}
