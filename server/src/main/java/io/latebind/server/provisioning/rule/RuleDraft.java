package io.latebind.server.provisioning.rule;

import io.latebind.server.provisioning.NewCommand;
import java.util.List;
import java.util.Optional;

/**
 * A rule that a user wants.
 *
 * @param commands with all their write-only parameters
 */
public record RuleDraft(
        String name,
        Optional<String> description,
        boolean active,
        List<NewCommand> commands,
        List<String> tags,
        RuleTrust trust) {
    public RuleDraft {
        commands = List.copyOf(commands);
        tags = List.copyOf(tags);
    }
}
