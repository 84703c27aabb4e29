package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.CommandSecrets;
import io.latebind.server.provisioning.NewCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a change makes of a rule (specification 7.2). Pure. */
public final class RuleEditRules {
    private RuleEditRules() {}

    /**
     * The rule after the change; a new version when a command has changed. Refused when a write-only parameter is absent and none is stored
     * at its place (BAD_FIELD).
     */
    public static Outcome<ProvisioningRule> edited(ProvisioningRule rule, RuleEdit edit, Instant now) {
        List<NewCommand> wanted = edit.commands().orElse(rule.commands());
        return withSecrets(wanted, rule.commands()).map(commands -> {
            boolean changed = !commands.equals(rule.commands());
            return new ProvisioningRule(
                    rule.id(),
                    edit.name().orElse(rule.name()),
                    edit.description().or(rule::description).filter(text -> !text.isEmpty()),
                    edit.active().orElse(rule.active()),
                    rule.version() + (changed ? 1 : 0),
                    rule.appliedVersion(),
                    commands,
                    edit.tags().orElse(rule.tags()),
                    edit.trust().orElse(rule.trust()),
                    rule.createdBy(),
                    rule.createdAt(),
                    now);
        });
    }

    private static Outcome<List<NewCommand>> withSecrets(List<NewCommand> wanted, List<NewCommand> stored) {
        List<NewCommand> whole = new ArrayList<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            NewCommand command = wanted.get(i);
            Optional<NewCommand> before = i < stored.size() ? Optional.of(stored.get(i)) : Optional.empty();
            NewCommand kept = new NewCommand(
                    command.description(),
                    before.map(old -> CommandSecrets.keep(command.request(), old.request()))
                            .orElse(command.request()));
            if (CommandSecrets.missing(kept.request())) {
                String pointer =
                        "/commands/" + i + "/request/" + kept.request().type().key();
                problems.add(new FieldProblem(
                        pointer,
                        pointer
                                + " lacks its write-only parameters, and the rule has no command of that type at this place whose"
                                + " parameters could be kept; send them."));
            }
            whole.add(kept);
        }
        return problems.isEmpty()
                ? Outcome.done(List.copyOf(whole))
                : Outcome.refused(Refusal.ofFields(RefusalCode.BAD_FIELD, problems));
    }
}
