package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Facts;
import io.latebind.server.provisioning.CommandJson;

/** A rule as audit shows it. */
final class RuleFacts {
    private RuleFacts() {}

    static Facts of(ProvisioningRule rule) {
        return Facts.of("name", rule.name())
                .with("description", rule.description())
                .with("active", rule.active())
                .with("version", rule.version())
                .with("appliedVersion", rule.appliedVersion())
                .with("tags", rule.tags())
                .with("trust", rule.trust().shown())
                .with(
                        "commands",
                        rule.commands().stream()
                                .map(command -> Facts.none()
                                        .with("description", command.description())
                                        .with("request", CommandJson.requestValues(command.request())))
                                .toList());
    }
}
