package io.latebind.server;

import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.CertificateNews;
import io.latebind.server.certificate.CertificateStores;
import io.latebind.server.certificate.CertificateTerms;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.certificate.LocalSigner;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.Signers;
import io.latebind.server.certificate.store.PgAuthorityStore;
import io.latebind.server.certificate.store.PgIssuanceStore;
import io.latebind.server.certificate.store.PgProfileStore;
import io.latebind.server.config.PublicUrl;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.metrics.Metrics;
import java.util.Map;

/** Certificate authorities, profiles, issuing and revocation. */
final class CertificateWiring {
    private final IssueCertificate issuing;
    private final CertificateTerms terms;

    CertificateWiring(Foundation on, Metrics metrics) {
        CertificateStores stores =
                new CertificateStores(new PgAuthorityStore(on.cipher()), new PgProfileStore(), new PgIssuanceStore());
        LocalSigner local = new LocalSigner();
        Signers signers = new Signers(Map.of(AuthorityKind.BUILTIN, local, AuthorityKind.IMPORTED, local));
        RevocationAddress address =
                new RevocationAddress(on.config().publicApiUrl().map(PublicUrl::text));
        issuing = new IssueCertificate(
                on.transactor(),
                stores,
                new IssueCertificate.Terms(signers, address, new CertificateMetrics(metrics)),
                new CertificateNews(on.outbox(), new PgDeviceAudience()),
                on.clock(),
                on.ids());
        terms = new CertificateTerms(stores.authorities(), stores.profiles());
    }

    /** Asked by provisioning when a device has made a key. */
    IssueCertificate issuing() {
        return issuing;
    }

    /** Asked by provisioning when a command or a rule is saved. */
    CertificateTerms terms() {
        return terms;
    }
}
