package io.latebind.server;

import io.latebind.server.metrics.Metrics;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.MonthPartitions;
import io.latebind.server.postgres.OutageWatch;
import io.latebind.server.tls.DeviceCertificates;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/** Which parts of the service tell which figures; docs/operations.md says what to alert on. */
final class MetricsWiring {
    private final Metrics metrics;

    MetricsWiring(Metrics metrics) {
        this.metrics = metrics;
    }

    void database(Database database, OutageWatch outages, MonthPartitions months) {
        metrics.gauge(
                "latebind.database.up",
                "1 while the database answers and takes writes",
                () -> !outages.inDoubt() && database.answers() ? 1 : 0);
        metrics.counted(
                "latebind.database.outages",
                "Transactions that failed because the database was away",
                outages::outages);
        connections(database, "active", Database.PoolState::active);
        connections(database, "idle", Database.PoolState::idle);
        connections(database, "waiting", Database.PoolState::waiting);
        connections(database, "most", Database.PoolState::most);
        metrics.gauge(
                "latebind.partitions.ready.until.timestamp.seconds",
                "Until when history and audit have partitions of their months",
                () -> months.readyUntil().getEpochSecond());
    }

    private void connections(Database database, String state, ToIntFunction<Database.PoolState> figure) {
        metrics.gauge(
                "latebind.database.connections",
                "Connections to the database by state; waiting are threads that wait for one, most is the limit",
                () -> figure.applyAsInt(database.pool()),
                "state",
                state);
    }

    void disk(Path dataDirectory) {
        metrics.gauge(
                "latebind.disk.free.bytes",
                "Free space where the data directory is",
                () -> dataDirectory.toFile().getUsableSpace());
    }

    void certificate(DeviceCertificates certificates) {
        metrics.gauge(
                "latebind.device.certificate.expires.timestamp.seconds",
                "When the certificate of the device port ends",
                () -> certificates.expiresAt().getEpochSecond());
    }

    void housekeeping(Housekeeping housekeeping) {
        metrics.counted("latebind.housekeeping.failures", "Chores that failed", housekeeping::failures);
    }
}
