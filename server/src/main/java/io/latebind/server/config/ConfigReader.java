package io.latebind.server.config;

import io.latebind.server.config.ConfigSources.Flag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings from their three sources and finds everything that is wrong with them at once. */
public final class ConfigReader {
    private static final List<String> NAMES =
            Arrays.stream(ConfigKey.values()).map(ConfigKey::key).toList();

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);
    private final Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);

    private ConfigReader() {}

    /** Total: whatever the sources hold, the answer is settings or problems. A value that a stronger source replaces is checked all the same. */
    public static ConfigResult read(ConfigSources sources) {
        ConfigReader reader = new ConfigReader();
        reader.takeFile(sources);
        ConfigEnvironment environment = ConfigEnvironment.of(sources.environment());
        reader.problems.addAll(environment.problems());
        environment.settings().forEach(setting -> reader.take(setting, setting.origin()));
        for (Flag flag : sources.flags()) {
            reader.take(new Setting(flag.name(), flag.value(), "flag --" + flag.name()), "flag");
        }
        return reader.result(sources.hostName());
    }

    private void takeFile(ConfigSources sources) {
        Optional<String> named = sources.configFile();
        String origin = named.isPresent() ? "flag --config" : "environment " + ConfigEnvironment.CONFIG;
        named.or(() -> ConfigEnvironment.configFile(sources.environment()))
                .map(name -> ConfigFile.read(name, origin))
                .ifPresent(file -> {
                    problems.addAll(file.problems());
                    file.settings().forEach(setting -> take(setting, setting.origin()));
                });
    }

    private void take(Setting setting, String originOfUnknown) {
        Optional<ConfigKey> known = ConfigKey.named(setting.name());
        if (known.isEmpty()) {
            problems.add(UnknownName.problem(setting.name(), originOfUnknown, NAMES));
            return;
        }
        ConfigKey key = known.get();
        settings.put(key, setting);
        values.remove(key);
        if (setting.value().isBlank()) {
            problems.add(new ConfigProblem(key.key(), setting.origin(), Optional.empty(), "has no value"));
            return;
        }
        switch (key.parse(setting.value())) {
            case ParsedValue.Good(Object value) -> values.put(key, value);
            case ParsedValue.Wrong(String reason) -> problems.add(problem(key, setting, reason));
        }
    }

    private ConfigResult result(String hostName) {
        problems.addAll(new ConfigConsistency(settings, values).problems());
        return problems.isEmpty()
                ? new ConfigResult.Accepted(new ConfigAssembly(values, hostName).config())
                : new ConfigResult.Rejected(problems);
    }

    static ConfigProblem problem(ConfigKey key, Setting setting, String reason) {
        Optional<String> shown = key.isSensitive() ? Optional.empty() : Optional.of(setting.value());
        return new ConfigProblem(key.key(), setting.origin(), shown, reason);
    }
}
