package io.latebind.server;

import io.latebind.server.audit.ReadAudit;
import io.latebind.server.audit.api.AuditRoutes;
import io.latebind.server.audit.store.PgAuditReader;
import io.latebind.server.http.ApiRoute;
import java.util.List;

/** The audit trail. */
final class AuditWiring {
    private AuditWiring() {}

    static List<ApiRoute> routes(Foundation on) {
        return new AuditRoutes(new ReadAudit(on.transactor(), new PgAuditReader())).routes();
    }
}
