package io.latebind.server.provisioning.rule;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.device.DeviceStore;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.provisioning.ClaimedQueue;
import io.latebind.server.provisioning.QueueStore;
import java.time.InstantSource;
import java.util.Optional;

/** Shows what rules will send to a device that has not come yet. */
public final class ShowPreview {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final QueueStore queues;
    private final DeviceRuleStore rules;
    private final InstantSource clock;

    public ShowPreview(
            Transactor transactor, DeviceStore devices, QueueStore queues, DeviceRuleStore rules, InstantSource clock) {
        this.transactor = transactor;
        this.devices = devices;
        this.queues = queues;
        this.rules = rules;
        this.clock = clock;
    }

    /** Refused when the team has not claimed the device (NOT_FOUND). */
    public Outcome<Preview> preview(Principal caller, DeviceUuid device) {
        return transactor.inTransaction(tx -> {
            Optional<ClaimedDevice> claimed = devices.find(tx, caller.sight(), device);
            Optional<ClaimedQueue> queue = queues.read(tx, caller.sight(), device);
            if (claimed.isEmpty() || queue.isEmpty()) {
                return Outcome.refused(DeviceAbsent.refusal(device));
            }
            return Outcome.done(PreviewRules.preview(
                    queue.get().queue(),
                    claimed.get().status(),
                    rules.bound(tx, queue.get().at()),
                    clock.instant()));
        });
    }
}
