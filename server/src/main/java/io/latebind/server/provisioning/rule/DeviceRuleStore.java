package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.ClaimVersion;
import java.time.Instant;
import java.util.List;

/** How rules and devices stand to one another. */
public interface DeviceRuleStore {
    /** The rules that are due for a device, in the order of their creation; until the transaction ends none of them is deleted. */
    List<BoundRule> due(Tx tx, ClaimVersion at);

    /** All rules that are bound to one of a device's tags, in the order of their creation. */
    List<BoundRule> bound(Tx tx, ClaimVersion at);

    /** Stores what a device has had; in the transaction of the save of its queue, behind it, so that nobody else stores the same. */
    void mark(Tx tx, ClaimVersion at, List<RuleMark> marks, Instant now);

    /** How many of the devices in sight a rule concerns, as it stands in {@code rule}, which need not be stored. */
    Reach.Devices reach(Tx tx, Sight sight, ProvisioningRule rule);

    /** How many devices have had the rule, in whatever version. */
    long receivers(Tx tx, RuleId rule);

    /** How many devices have commands of the rule that are open. */
    long withOpenCommands(Tx tx, RuleId rule);
}
