package io.latebind.server;

import io.latebind.server.access.store.PgAccessStore;
import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ClaimRows;
import io.latebind.server.device.ClaimTerms;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.ReleaseDevice;
import io.latebind.server.device.SecretTags;
import io.latebind.server.device.TagDevice;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.device.UnclaimRevocation;
import io.latebind.server.device.api.DeviceRoutes;
import io.latebind.server.device.api.ReleaseRoutes;
import io.latebind.server.device.bulk.BulkClaimKind;
import io.latebind.server.device.bulk.CancelBulkClaim;
import io.latebind.server.device.bulk.ReadBulkClaims;
import io.latebind.server.device.bulk.StartBulkClaim;
import io.latebind.server.device.bulk.api.BulkRoutes;
import io.latebind.server.device.bulk.store.PgBulkStore;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.job.JobKind;
import io.latebind.server.job.ParallelWork;
import io.latebind.server.job.store.PgJobStore;
import io.latebind.server.provisioning.rule.store.PgSecretTags;
import java.util.ArrayList;
import java.util.List;

/** Claimed devices, and bulk claims. */
final class DeviceWiring {
    private final Foundation on;
    private final UnclaimRevocation revocation;
    private final PgDeviceStore devices = new PgDeviceStore();
    private final PgBulkStore bulks = new PgBulkStore();
    private final SecretTags secretTags = new PgSecretTags()::bound;

    private final ClaimTerms terms;
    private final ClaimRows rows;

    DeviceWiring(Foundation on, UnclaimRevocation revocation) {
        this.on = on;
        this.revocation = revocation;
        this.terms = new ClaimTerms(on.config().trust().identityPolicy(), secretTags);
        this.rows = new ClaimRows(
                on.transactor(),
                devices,
                terms,
                new ParallelWork(Runtime.getRuntime().availableProcessors()),
                on.clock(),
                on.ids(),
                on.audit());
    }

    List<ApiRoute> routes(Background background) {
        List<ApiRoute> routes = new ArrayList<>(new DeviceRoutes(
                        new ClaimDevice(on.transactor(), devices, terms, on.clock(), on.ids(), on.audit()),
                        rows,
                        new ReadDevices(on.transactor(), devices),
                        new TagDevice(on.transactor(), devices, secretTags, on.audit()),
                        new BlockDevice(on.transactor(), devices, on.audit()),
                        new UnclaimDevice(on.transactor(), devices, revocation, on.audit()))
                .routes());
        routes.addAll(new ReleaseRoutes(new ReleaseDevice(on.transactor(), devices, on.audit())).routes());
        PgJobStore jobs = background.jobs();
        routes.addAll(new BulkRoutes(
                        new StartBulkClaim(
                                on.transactor(), jobs, bulks, on.clock(), on.ids(), on.audit(), background.bell()),
                        new ReadBulkClaims(on.transactor(), jobs, bulks),
                        new CancelBulkClaim(on.transactor(), jobs, bulks, on.clock(), on.audit()))
                .routes());
        return routes;
    }

    /** What devices have done in the background. */
    List<JobKind> kinds() {
        return BulkClaimKind.both(on.transactor(), bulks, rows, new PgAccessStore(), on.outbox());
    }
}
