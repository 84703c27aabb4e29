package io.latebind.server.provisioning.rule;

import io.latebind.server.provisioning.NewCommand;
import java.util.List;

/**
 * What rules will send to a device at its next fetch.
 *
 * @param commands in their order
 * @param finish how the queue ends then
 * @param bytes that all of them take on their way, with an implicit end behind them
 * @param withheld rules of its tags that send nothing now
 */
public record Preview(List<Sent> commands, Finish finish, int bytes, List<Withheld> withheld) {
    public Preview {
        commands = List.copyOf(commands);
        withheld = List.copyOf(withheld);
    }

    /** How the queue ends behind the rules' commands. */
    public enum Finish {
        EXPLICIT,
        IMPLICIT,
        /** Rules add nothing. */
        NONE
    }

    /** @param bytes that its records take */
    public record Sent(ProvisioningRule rule, NewCommand command, int bytes) {}

    /** @param reason why, and the way out */
    public record Withheld(String rule, String reason) {}
}
