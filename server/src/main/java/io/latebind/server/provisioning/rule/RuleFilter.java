package io.latebind.server.provisioning.rule;

import java.util.Optional;

/** Which rules a list shows; absent means any. */
public record RuleFilter(Optional<String> name, Optional<String> tag, Optional<Boolean> active) {}
