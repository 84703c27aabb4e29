package io.latebind.server;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.identity.store.PgIdentityStore;
import io.latebind.server.provisioning.CertificateRounds;
import io.latebind.server.provisioning.CertifyKeys;
import io.latebind.server.provisioning.ChangeQueue;
import io.latebind.server.provisioning.ReadHistory;
import io.latebind.server.provisioning.ReadQueue;
import io.latebind.server.provisioning.SigningTerms;
import io.latebind.server.provisioning.api.CommandRoutes;
import io.latebind.server.provisioning.api.HistoryRoutes;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgHistoryStore;
import io.latebind.server.provisioning.store.PgPendingCertificates;
import io.latebind.server.provisioning.store.PgQueueStore;
import java.util.ArrayList;
import java.util.List;

/** Provisioning commands. */
final class ProvisioningWiring {
    private ProvisioningWiring() {}

    static SigningTerms signingTerms(CertificateWiring certificates) {
        return new SigningTerms(certificates.terms(), new PgIdentityStore());
    }

    /** Gets certificates issued for keys that devices have made; goes on with those that are still to come until the service stops. */
    static CertificateRounds certifying(
            Foundation on, PgQueueStore queues, CertificateWiring certificates, ShutdownOrder opened) {
        CertifyKeys certifying = new CertifyKeys(
                on.transactor(),
                queues,
                new PgPendingCertificates(new CommandRows(on.cipher())),
                certificates.issuing(),
                on.clock(),
                on.ids());
        CertificateRounds rounds = new CertificateRounds(certifying);
        opened.add("certificates to come", rounds.start());
        return rounds;
    }

    static List<ApiRoute> routes(
            Foundation on, PgQueueStore queues, PgHistoryStore history, CertificateWiring certificates) {
        List<ApiRoute> routes = new ArrayList<>(new CommandRoutes(
                        new ReadQueue(on.transactor(), queues),
                        new ChangeQueue(
                                on.transactor(),
                                queues,
                                on.clock(),
                                on.ids(),
                                on.audit(),
                                signingTerms(certificates),
                                certificates.issuing()))
                .routes());
        routes.addAll(new HistoryRoutes(new ReadHistory(on.transactor(), history)).routes());
        return routes;
    }
}
