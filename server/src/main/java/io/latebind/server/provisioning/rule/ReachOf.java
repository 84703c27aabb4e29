package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.CommandType;
import io.latebind.server.provisioning.CommandWarnings;
import io.latebind.server.provisioning.DeliverySize;
import io.latebind.server.provisioning.NewCommand;
import java.util.ArrayList;
import java.util.List;

/** Works out whom a rule reaches, and with how much. */
final class ReachOf {
    private ReachOf() {}

    /** Counts the devices that the caller sees. */
    static Reach reach(Tx tx, DeviceRuleStore devices, Principal caller, ProvisioningRule rule) {
        List<CommandRequest> requests = new ArrayList<>(
                rule.commands().stream().map(NewCommand::request).toList());
        if (requests.getLast().type() != CommandType.FINISHED) {
            requests.add(new CommandRequest.Finished());
        }
        return new Reach(
                devices.reach(tx, caller.sight(), rule),
                rule.commands().size(),
                DeliverySize.bytesOf(requests),
                warnings(rule.commands()));
    }

    /** What is to be said of commands, each with its place. */
    static List<String> warnings(List<NewCommand> commands) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String name =
                    "/commands/" + i + " (" + commands.get(i).request().type().key() + "): ";
            CommandWarnings.ofLength(commands.get(i).request()).forEach(warning -> warnings.add(name + warning));
        }
        return warnings;
    }
}
