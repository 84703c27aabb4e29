package io.latebind.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from, weakest first: a file, the environment, flags.
 *
 * @param configFile the file of {@code --config}; without it that of {@code LATEBIND_CONFIG}, without both none
 * @param environment the whole environment; only names that begin with {@code LATEBIND_} count
 * @param flags in the order of the command line
 * @param hostName this machine's name, for the default of {@code public-host}
 */
public record ConfigSources(
        Optional<String> configFile, Map<String, String> environment, List<Flag> flags, String hostName) {
    public ConfigSources {
        environment = Map.copyOf(environment);
        flags = List.copyOf(flags);
    }

    /** @param name without its dashes */
    public record Flag(String name, String value) {}
}
