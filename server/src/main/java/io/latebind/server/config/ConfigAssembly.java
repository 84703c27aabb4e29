package io.latebind.server.config;

import static io.latebind.server.config.ConfigKey.API_LISTEN;
import static io.latebind.server.config.ConfigKey.API_TLS_CERT;
import static io.latebind.server.config.ConfigKey.API_TLS_KEY;
import static io.latebind.server.config.ConfigKey.ATTESTATION_TOKENS;
import static io.latebind.server.config.ConfigKey.CORS_ORIGINS;
import static io.latebind.server.config.ConfigKey.DATABASE_CONNECTIONS;
import static io.latebind.server.config.ConfigKey.DATABASE_URL;
import static io.latebind.server.config.ConfigKey.DATA_DIR;
import static io.latebind.server.config.ConfigKey.DEMO;
import static io.latebind.server.config.ConfigKey.DEVICE_COAP_LISTEN;
import static io.latebind.server.config.ConfigKey.DEVICE_HTTPS_LISTEN;
import static io.latebind.server.config.ConfigKey.DRAIN_SECONDS;
import static io.latebind.server.config.ConfigKey.EVENT_RETENTION_DAYS;
import static io.latebind.server.config.ConfigKey.FAILURES_PER_MINUTE;
import static io.latebind.server.config.ConfigKey.IDENTITY_POLICY;
import static io.latebind.server.config.ConfigKey.LOG_FORMAT;
import static io.latebind.server.config.ConfigKey.LOG_LEVEL;
import static io.latebind.server.config.ConfigKey.MAX_DELIVERIES;
import static io.latebind.server.config.ConfigKey.METRICS_LISTEN;
import static io.latebind.server.config.ConfigKey.PUBLIC_API_URL;
import static io.latebind.server.config.ConfigKey.PUBLIC_HOST;
import static io.latebind.server.config.ConfigKey.RATE_LIMIT_PER_MINUTE;
import static io.latebind.server.config.ConfigKey.SECRET_KEY_FILE;
import static io.latebind.server.config.ConfigKey.TRUSTED_PROXIES;
import static io.latebind.server.config.ConfigKey.WEBHOOK_ALLOW_PRIVATE;

import io.latebind.server.kernel.IdentityPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Values as they were given, with the defaults in the place of those that were not. */
record ConfigAssembly(Map<ConfigKey, Object> values, String hostName) {

    ServerConfig config() {
        Optional<TlsFiles> apiTls = optional(API_TLS_CERT, Path.class)
                .flatMap(certificate ->
                        optional(API_TLS_KEY, Path.class).map(privateKey -> new TlsFiles(certificate, privateKey)));
        return new ServerConfig(
                value(DATA_DIR, Path.class),
                optional(DATABASE_URL, DatabaseUrl.class),
                value(DATABASE_CONNECTIONS, Integer.class),
                value(API_LISTEN, HostPort.class),
                apiTls,
                value(DEVICE_HTTPS_LISTEN, HostPort.class),
                value(DEVICE_COAP_LISTEN, ListenOrOff.class).address(),
                value(METRICS_LISTEN, ListenOrOff.class).address(),
                optional(PUBLIC_HOST, PublicHosts.class).orElseGet(() -> PublicHosts.ofMachine(hostName)),
                optional(PUBLIC_API_URL, PublicUrl.class),
                optional(SECRET_KEY_FILE, Path.class),
                value(MAX_DELIVERIES, Integer.class),
                new TrustSettings(
                        value(IDENTITY_POLICY, IdentityPolicy.class), value(ATTESTATION_TOKENS, Boolean.class)),
                value(DRAIN_SECONDS, Integer.class),
                value(EVENT_RETENTION_DAYS, Integer.class),
                value(WEBHOOK_ALLOW_PRIVATE, Boolean.class),
                edge(),
                value(LOG_FORMAT, LogFormat.class),
                value(LOG_LEVEL, LogLevel.class),
                value(DEMO, Boolean.class));
    }

    private EdgeSettings edge() {
        return new EdgeSettings(
                value(RATE_LIMIT_PER_MINUTE, Integer.class),
                value(FAILURES_PER_MINUTE, Integer.class),
                optional(CORS_ORIGINS, EdgeSettings.CorsOrigins.class).orElse(EdgeSettings.OPEN.corsOrigins()),
                optional(TRUSTED_PROXIES, EdgeSettings.AddressBlocks.class).orElse(EdgeSettings.OPEN.trustedProxies()));
    }

    <T> Optional<T> optional(ConfigKey key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** The value, or the documented default through the same parser; a default that does not parse is a bug, and a test reads them all. */
    <T> T value(ConfigKey key, Class<T> type) {
        return optional(key, type)
                .orElseGet(() -> switch (key.parse(key.defaultText().orElse(""))) {
                    case ParsedValue.Good(Object value) -> type.cast(value);
                    case ParsedValue.Wrong(String reason) ->
                        throw new IllegalStateException("the default of " + key.key() + " " + reason);
                });
    }
}
