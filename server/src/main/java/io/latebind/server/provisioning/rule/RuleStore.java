package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.Optional;

/** Where rules are kept. */
public interface RuleStore {
    /** Nobody else changes the team's rules or deletes its tags until the transaction ends. */
    void lock(Tx tx, TeamId team);

    Optional<ProvisioningRule> find(Tx tx, TeamId team, RuleId rule);

    /**
     * One page in the order of creation.
     *
     * @param behind where the page before ended
     */
    Page<ProvisioningRule> list(Tx tx, TeamId team, RuleFilter filter, Optional<RuleCursor> behind, PageRequest page);

    /** How many rules the team has. */
    long count(Tx tx, TeamId team);

    /** Whether another rule of the team has this name. */
    boolean nameTaken(Tx tx, TeamId team, String name, RuleId but);

    /** Stores a new rule, and its tags where they are new. */
    void add(Tx tx, TeamId team, ProvisioningRule rule);

    /** Stores a rule as it is now, and its tags where they are new; its commands only when it is a newer version. */
    void change(Tx tx, TeamId team, ProvisioningRule before, ProvisioningRule after);

    /** Removes a rule; what it has added stays. */
    void delete(Tx tx, RuleId rule);
}
