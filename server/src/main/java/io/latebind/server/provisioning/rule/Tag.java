package io.latebind.server.provisioning.rule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A tag, which names a provisioning group.
 *
 * @param devices of those in sight, how many bear it
 * @param rules names of the rules that are bound to it, in the order of their creation
 */
public record Tag(String name, Optional<String> description, long devices, List<String> rules, Instant createdAt) {
    public Tag {
        rules = List.copyOf(rules);
    }
}
