package io.latebind.server.provisioning.rule;

import io.latebind.contract.device.CommandId;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.DeliverySize;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueueRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What rules will send to a device at its next fetch (specification 7.2), by the very rules of the fetch. Pure. */
public final class PreviewRules {
    private PreviewRules() {}

    /** @param bound all rules of the device's tags, in the order of their creation */
    public static Preview preview(ProvisioningQueue queue, DeviceStatus status, List<BoundRule> bound, Instant now) {
        boolean suspended = status == DeviceStatus.BLOCKED || status == DeviceStatus.ERROR;
        List<CommandId> ids = IntStream.range(0, AppendRules.idsFor(bound))
                .mapToObj(number -> new CommandId(new UUID(0, number)))
                .toList();
        AppendRules.Appended appended = AppendRules.append(queue, suspended ? List.of() : bound, ids, now);
        List<Preview.Sent> sent = new ArrayList<>();
        List<CommandRequest> requests = new ArrayList<>();
        for (BoundRule rule : appended.added()) {
            for (NewCommand command : rule.rule().commands()) {
                sent.add(new Preview.Sent(rule.rule(), command, DeliverySize.bytesOf(command.request())));
                requests.add(command.request());
            }
        }
        Preview.Finish finish = sent.isEmpty()
                ? Preview.Finish.NONE
                : appended.queue().openImplicit().isPresent() ? Preview.Finish.IMPLICIT : Preview.Finish.EXPLICIT;
        if (finish == Preview.Finish.IMPLICIT) {
            requests.add(new CommandRequest.Finished());
        }
        return new Preview(sent, finish, DeliverySize.bytesOf(requests), withheld(appended, bound, status, suspended));
    }

    private static List<Preview.Withheld> withheld(
            AppendRules.Appended appended, List<BoundRule> bound, DeviceStatus status, boolean suspended) {
        List<Preview.Withheld> withheld = new ArrayList<>();
        for (BoundRule rule : bound) {
            String name = rule.rule().name();
            if (!rule.rule().active()) {
                withheld.add(new Preview.Withheld(name, "the rule is not active"));
            } else if (rule.due() && !rule.trusted()) {
                withheld.add(
                        new Preview.Withheld(
                                name,
                                rule.rule().trust() == RuleTrust.REGISTRY
                                        ? "the rule is for devices of the identity registry (trust: registry), and this one has no entry there"
                                        : "a certificate authority that the rule names signs nothing for this device: it is for devices of the"
                                                + " identity registry (trust: registry) and this one has no entry there, or it is retired or gone"));
            } else if (rule.due() && suspended) {
                withheld.add(new Preview.Withheld(
                        name,
                        status == DeviceStatus.BLOCKED
                                ? "the device is BLOCKED; unblock it"
                                : "the device is in ERROR; reset, skip or delete the FAILED command"));
            } else if (appended.waiting().contains(rule)) {
                withheld.add(new Preview.Withheld(name, noRoom(appended, rule)));
            }
        }
        return withheld;
    }

    private static String noRoom(AppendRules.Appended appended, BoundRule rule) {
        int free = QueueRules.MAX_COMMANDS - appended.queue().counted().size();
        return "the rule has " + rule.rule().commands().size() + " commands, and the queue has room for " + free
                + "; delete commands that are SUCCEEDED or SKIPPED";
    }
}
