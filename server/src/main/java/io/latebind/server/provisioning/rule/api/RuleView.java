package io.latebind.server.provisioning.rule.api;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandWarnings;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.rule.ProvisioningRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A rule as REST shows it, without its write-only parameters. */
record RuleView(
        RuleId id,
        String name,
        Optional<String> description,
        boolean active,
        int version,
        List<CommandOf> commands,
        List<String> tags,
        String trust,
        MemberId createdBy,
        Instant createdAt,
        Instant updatedAt,
        Optional<Long> devices) {

    /** @param warnings absent where there is nothing to be said */
    record CommandOf(Optional<String> description, JsonNode request, Optional<List<String>> warnings) {
        static CommandOf of(NewCommand command) {
            List<String> warnings = CommandWarnings.ofLength(command.request());
            return new CommandOf(
                    command.description(),
                    CommandJson.request(command.request()),
                    warnings.isEmpty() ? Optional.empty() : Optional.of(warnings));
        }
    }

    static RuleView of(ProvisioningRule rule) {
        return of(rule, Optional.empty());
    }

    /** @param devices how many have had it */
    static RuleView of(ProvisioningRule rule, Optional<Long> devices) {
        return new RuleView(
                rule.id(),
                rule.name(),
                rule.description(),
                rule.active(),
                rule.version(),
                rule.commands().stream().map(CommandOf::of).toList(),
                rule.tags(),
                rule.trust().shown(),
                rule.createdBy(),
                rule.createdAt(),
                rule.updatedAt(),
                devices);
    }
}
