package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What rules add to a queue (specification 4.1, 7.2). Pure. */
public final class AdditionRules {
    /** Who has added what nobody asked for by name. */
    static final String SERVICE = "service";

    private AdditionRules() {}

    /**
     * The queue with the commands of a rule behind all others; there must be room for them.
     *
     * @param createdBy names the rule and its version
     * @param ids one for each command
     */
    public static ProvisioningQueue append(
            ProvisioningQueue queue,
            List<NewCommand> commands,
            CommandOrigin.Rule origin,
            String createdBy,
            List<CommandId> ids,
            Instant now) {
        if (!QueueRules.hasRoomFor(queue, commands.size()) || ids.size() != commands.size()) {
            throw new IllegalArgumentException(commands.size() + " commands of a rule, " + ids.size()
                    + " ids and a queue of " + queue.counted().size());
        }
        QueueEdit edit = new QueueEdit(queue);
        for (int i = 0; i < commands.size(); i++) {
            edit.append(QueueRules.pending(edit.queue(), ids.get(i), commands.get(i), createdBy, origin, now));
        }
        return edit.queue();
    }

    /**
     * The queue after rules have added commands: it ends with an implicit {@code finished}, unless an explicit one stands behind them.
     *
     * @param id for a new one
     */
    public static ProvisioningQueue finish(ProvisioningQueue queue, CommandId id, Instant now) {
        if (queue.openImplicit().isPresent() || !queue.rulesWantFinished()) {
            return queue;
        }
        QueueEdit edit = new QueueEdit(queue);
        NewCommand finished = new NewCommand(Optional.empty(), new CommandRequest.Finished());
        edit.append(QueueRules.pending(queue, id, finished, SERVICE, new CommandOrigin.Implicit(), now));
        return edit.queue();
    }
}
