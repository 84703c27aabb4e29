package io.latebind.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that an operator decides, checked; {@link ConfigKey} says what each setting means.
 *
 * @param databaseUrl empty: the embedded PostgreSQL under the data directory
 * @param apiTls empty: the REST API is served without TLS
 * @param deviceCoapListen empty: no device is served over CoAP
 * @param metricsListen empty: nobody can ask for figures
 * @param publicApiUrl empty: certificates name no revocation list
 * @param secretKeyFile empty: {@code secret.key} in the data directory
 * @param maxDeliveries 1 to 100 (spec 3.3)
 */
public record ServerConfig(
        Path dataDir,
        Optional<DatabaseUrl> databaseUrl,
        int databaseConnections,
        HostPort apiListen,
        Optional<TlsFiles> apiTls,
        HostPort deviceHttpsListen,
        Optional<HostPort> deviceCoapListen,
        Optional<HostPort> metricsListen,
        PublicHosts publicHosts,
        Optional<PublicUrl> publicApiUrl,
        Optional<Path> secretKeyFile,
        int maxDeliveries,
        TrustSettings trust,
        int drainSeconds,
        int eventRetentionDays,
        boolean webhookAllowPrivate,
        EdgeSettings edge,
        LogFormat logFormat,
        LogLevel logLevel,
        boolean demo) {}
