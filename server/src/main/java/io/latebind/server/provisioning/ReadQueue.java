package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.List;

/** Shows a device's provisioning commands. */
public final class ReadQueue {
    private final Transactor transactor;
    private final QueueStore queues;

    public ReadQueue(Transactor transactor, QueueStore queues) {
        this.transactor = transactor;
        this.queues = queues;
    }

    /** The commands in their order. Refused when the team has not claimed the device (NOT_FOUND). */
    public Outcome<List<QueuedCommand>> list(Principal caller, DeviceUuid device) {
        return transactor
                .perStatement(tx -> queues.read(tx, caller.sight(), device))
                .map(found -> Outcome.done(found.queue().listed()))
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)));
    }

    /** Refused when the team has not claimed the device, or its queue has no such command (NOT_FOUND). */
    public Outcome<QueuedCommand> find(Principal caller, DeviceUuid device, CommandId command) {
        return list(caller, device)
                .then(commands -> commands.stream()
                        .filter(candidate -> candidate.id().equals(command))
                        .findFirst()
                        .map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(
                                RefusalCode.NOT_FOUND,
                                "the queue of device " + device + " has no provisioning command " + command)));
    }
}
