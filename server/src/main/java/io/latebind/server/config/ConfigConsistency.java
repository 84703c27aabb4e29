package io.latebind.server.config;

import static io.latebind.server.config.ConfigKey.API_INSECURE;
import static io.latebind.server.config.ConfigKey.API_LISTEN;
import static io.latebind.server.config.ConfigKey.API_TLS_CERT;
import static io.latebind.server.config.ConfigKey.API_TLS_KEY;
import static io.latebind.server.config.ConfigKey.DEVICE_HTTPS_LISTEN;
import static io.latebind.server.config.ConfigKey.METRICS_LISTEN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What no setting says alone: which settings do not go together. Settings that are wrong by themselves are left out of it. */
record ConfigConsistency(Map<ConfigKey, Setting> settings, Map<ConfigKey, Object> values) {

    List<ConfigProblem> problems() {
        List<ConfigProblem> problems = new ArrayList<>();
        needsBoth(API_TLS_CERT, API_TLS_KEY, problems);
        needsBoth(API_TLS_KEY, API_TLS_CERT, problems);
        if (isWrong(API_LISTEN)) {
            return problems;
        }
        ConfigAssembly assembly = new ConfigAssembly(values, "");
        HostPort api = assembly.value(API_LISTEN, HostPort.class);
        boolean hasTls = settings.containsKey(API_TLS_CERT) || settings.containsKey(API_TLS_KEY);
        boolean insecure = isWrong(API_INSECURE) || assembly.value(API_INSECURE, Boolean.class);
        if (!api.isLoopback() && !hasTls && !insecure) {
            problems.add(about(
                    API_LISTEN,
                    "other machines can reach this address, and API keys would travel in the clear; give api-tls-cert and api-tls-key, listen on"
                            + " 127.0.0.1, or say api-insecure if a proxy in front of it ends TLS"));
        }
        if (!isWrong(DEVICE_HTTPS_LISTEN) && api.collidesWith(assembly.value(DEVICE_HTTPS_LISTEN, HostPort.class))) {
            ConfigKey given = settings.containsKey(API_LISTEN) ? API_LISTEN : DEVICE_HTTPS_LISTEN;
            ConfigKey other = given == API_LISTEN ? DEVICE_HTTPS_LISTEN : API_LISTEN;
            problems.add(about(given, "is the port of " + other.key() + " too; give one of them another port"));
        }
        metricsPort(assembly, problems);
        return problems;
    }

    private void metricsPort(ConfigAssembly assembly, List<ConfigProblem> problems) {
        if (isWrong(METRICS_LISTEN)) {
            return;
        }
        Optional<HostPort> metrics =
                assembly.value(METRICS_LISTEN, ListenOrOff.class).address();
        for (ConfigKey other : List.of(API_LISTEN, DEVICE_HTTPS_LISTEN)) {
            if (!isWrong(other)
                    && metrics.filter(at -> at.collidesWith(assembly.value(other, HostPort.class)))
                            .isPresent()) {
                problems.add(
                        about(METRICS_LISTEN, "is the port of " + other.key() + " too; give one of them another port"));
            }
        }
    }

    private void needsBoth(ConfigKey given, ConfigKey needed, List<ConfigProblem> problems) {
        if (settings.containsKey(given) && !settings.containsKey(needed)) {
            problems.add(about(given, "needs " + needed.key() + " beside it"));
        }
    }

    private boolean isWrong(ConfigKey key) {
        return settings.containsKey(key) && !values.containsKey(key);
    }

    private ConfigProblem about(ConfigKey key, String reason) {
        Setting setting = settings.get(key);
        return ConfigReader.problem(
                key,
                setting == null ? new Setting(key.key(), key.defaultText().orElse(""), "default") : setting,
                reason);
    }
}
