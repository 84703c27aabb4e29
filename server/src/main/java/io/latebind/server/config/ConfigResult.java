package io.latebind.server.config;

import java.util.List;

/** The settings, or everything that is wrong with them. */
public sealed interface ConfigResult {
    record Accepted(ServerConfig config) implements ConfigResult {}

    /** @param problems at least one, all that were found */
    record Rejected(List<ConfigProblem> problems) implements ConfigResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
