package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.CommandOrigin;
import io.latebind.server.provisioning.NewCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A provisioning rule in its newest version.
 *
 * @param version begins with 1, grows by one with every change of the commands
 * @param appliedVersion devices that have an older version than this one get the newest; 1..version
 * @param commands 1..20
 * @param tags any of them makes a device the rule's
 */
public record ProvisioningRule(
        RuleId id,
        String name,
        Optional<String> description,
        boolean active,
        int version,
        int appliedVersion,
        List<NewCommand> commands,
        List<String> tags,
        RuleTrust trust,
        MemberId createdBy,
        Instant createdAt,
        Instant updatedAt) {

    public ProvisioningRule {
        commands = List.copyOf(commands);
        tags = List.copyOf(tags);
    }

    /** As {@code createdBy} of its commands names it. */
    public String signature() {
        return "rule " + name + " v" + version;
    }

    CommandOrigin.Rule origin() {
        return new CommandOrigin.Rule(id, version);
    }

    /** The certificate authorities that its commands name, each once; an empty text for the team's default. */
    public List<String> authorities() {
        return commands.stream()
                .flatMap(command -> command.request().signing().stream())
                .map(signing -> signing.authority().orElse(""))
                .distinct()
                .toList();
    }

    ProvisioningRule withActive(boolean wanted, Instant now) {
        return new ProvisioningRule(
                id,
                name,
                description,
                wanted,
                version,
                appliedVersion,
                commands,
                tags,
                trust,
                createdBy,
                createdAt,
                now);
    }

    /** Its newest version is for devices that have an older one, too. */
    ProvisioningRule applied(Instant now) {
        return new ProvisioningRule(
                id, name, description, active, version, version, commands, tags, trust, createdBy, createdAt, now);
    }
}
