package io.latebind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.config.ConfigSources.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short words for sources of settings. */
final class ConfigFixture {
    private ConfigFixture() {}

    /** @param namesAndValues flags: name without dashes, value, name, value … */
    static ConfigResult withFlags(String... namesAndValues) {
        return ConfigReader.read(new ConfigSources(Optional.empty(), Map.of(), flags(namesAndValues), "gateway-7"));
    }

    static ConfigResult withEnvironment(Map<String, String> environment) {
        return ConfigReader.read(new ConfigSources(Optional.empty(), environment, List.of(), "gateway-7"));
    }

    static List<Flag> flags(String... namesAndValues) {
        List<Flag> flags = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            flags.add(new Flag(namesAndValues[i], namesAndValues[i + 1]));
        }
        return flags;
    }

    static ServerConfig accepted(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        return ((ConfigResult.Accepted) result).config();
    }

    static List<String> sentences(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Rejected.class);
        return ((ConfigResult.Rejected) result)
                .problems().stream().map(ConfigProblem::sentence).toList();
    }
}
