package io.latebind.server.provisioning.rule;

import io.latebind.server.provisioning.NewCommand;
import java.util.List;
import java.util.Optional;

/**
 * What a user wants to change of a rule; what is absent stays as it is.
 *
 * @param description empty text for none
 * @param commands write-only parameters may be absent: those stored at the same place for the same type are kept
 */
public record RuleEdit(
        Optional<String> name,
        Optional<String> description,
        Optional<Boolean> active,
        Optional<List<NewCommand>> commands,
        Optional<List<String>> tags,
        Optional<RuleTrust> trust) {}
