package io.latebind.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings in the environment. An empty variable counts as not set: that is how compose files leave something out. */
record ConfigEnvironment(List<Setting> settings, List<ConfigProblem> problems) {
    static final String CONFIG = "LATEBIND_CONFIG";
    private static final String PREFIX = "LATEBIND_";
    /** Variables of the launcher and of the commands that talk to a service. */
    private static final Set<String> OF_OTHERS = Set.of(
            CONFIG, "LATEBIND_JAVA_HOME", "LATEBIND_JAVA_OPTS", "LATEBIND_URL", "LATEBIND_API_KEY", "LATEBIND_CA");
    /** Kubernetes gives these to every container beside a service that is called latebind. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("LATEBIND_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_.*)?)");

    private static final Map<String, ConfigKey> KEYS = Arrays.stream(ConfigKey.values())
            .collect(Collectors.toUnmodifiableMap(ConfigKey::environmentName, Function.identity()));

    static ConfigEnvironment of(Map<String, String> environment) {
        List<Setting> settings = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            String origin = "environment " + name;
            ConfigKey key = KEYS.get(name);
            if (key != null && !value.isBlank()) {
                settings.add(new Setting(key.key(), value.strip(), origin));
            } else if (key == null && name.startsWith(PREFIX) && !isOfOthers(name)) {
                problems.add(UnknownName.problem(name, "environment", KEYS.keySet()));
            }
        });
        return new ConfigEnvironment(List.copyOf(settings), List.copyOf(problems));
    }

    static Optional<String> configFile(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(CONFIG)).filter(name -> !name.isBlank());
    }

    private static boolean isOfOthers(String name) {
        return OF_OTHERS.contains(name) || OF_KUBERNETES.matcher(name).matches();
    }
}
