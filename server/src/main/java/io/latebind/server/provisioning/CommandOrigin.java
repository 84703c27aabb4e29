package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.RuleId;

/** Who put a command into its queue (specification 2, 4.1, 7.2). */
public sealed interface CommandOrigin {
    /** A user, by hand. */
    record User() implements CommandOrigin {}

    /**
     * A rule.
     *
     * @param version the rule's at that time
     */
    record Rule(RuleId rule, int version) implements CommandOrigin {}

    /**
     * The service: the certificate for a key that the device has made.
     *
     * @param key the command that made it
     */
    record Issued(CommandId key) implements CommandOrigin {}

    /** The service: the {@code finished} behind commands of rules, which nobody sees. */
    record Implicit() implements CommandOrigin {}
}
