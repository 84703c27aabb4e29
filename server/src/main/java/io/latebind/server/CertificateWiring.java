package io.latebind.server;

import io.latebind.server.certificate.AnswerOcsp;
import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.AuthorityUse;
import io.latebind.server.certificate.CertificateNews;
import io.latebind.server.certificate.CertificateStores;
import io.latebind.server.certificate.CertificateTerms;
import io.latebind.server.certificate.ChangeAuthorities;
import io.latebind.server.certificate.ChangeProfiles;
import io.latebind.server.certificate.HandOverDevices;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.certificate.LocalSigner;
import io.latebind.server.certificate.PublishRevocations;
import io.latebind.server.certificate.ReadAuthorities;
import io.latebind.server.certificate.ReadCertificates;
import io.latebind.server.certificate.ReadProfiles;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.RevokeCertificate;
import io.latebind.server.certificate.Signers;
import io.latebind.server.certificate.api.AuthorityRoutes;
import io.latebind.server.certificate.api.CertificateRoutes;
import io.latebind.server.certificate.api.HandoverRoutes;
import io.latebind.server.certificate.api.ProfileRoutes;
import io.latebind.server.certificate.api.RevocationRoutes;
import io.latebind.server.certificate.link.OutboundSignerCalls;
import io.latebind.server.certificate.remote.ChangeSigners;
import io.latebind.server.certificate.remote.ReadSigners;
import io.latebind.server.certificate.remote.RemoteSigner;
import io.latebind.server.certificate.remote.TestSigner;
import io.latebind.server.certificate.store.PgAuthorityStore;
import io.latebind.server.certificate.store.PgCertificateStore;
import io.latebind.server.certificate.store.PgIssuanceStore;
import io.latebind.server.certificate.store.PgProfileStore;
import io.latebind.server.certificate.store.PgRevocationStore;
import io.latebind.server.certificate.store.PgSignerStore;
import io.latebind.server.config.PublicUrl;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.NameResolver;
import io.latebind.server.http.OpenRoute;
import io.latebind.server.metrics.Metrics;
import io.latebind.server.provisioning.rule.store.PgAuthorityUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Certificate authorities, profiles, issuing and revocation. */
final class CertificateWiring {
    private final Foundation on;
    private final CertificateStores stores;
    private final OutboundSignerCalls calls;
    private final PgSignerStore places;
    private final RemoteSigner remote;
    private final Signers signers;
    private final RevocationAddress address;
    private final IssueCertificate issuing;
    private final RevokeCertificate revoking;
    private final PgCertificateStore certificates = new PgCertificateStore();

    CertificateWiring(Foundation on, Metrics metrics, ShutdownOrder opened) {
        this.on = on;
        stores = new CertificateStores(new PgAuthorityStore(on.cipher()), new PgProfileStore(), new PgIssuanceStore());
        LocalSigner local = new LocalSigner();
        calls = opened.add(
                "calls to signers",
                OutboundSignerCalls.open(NameResolver.ofMachine(), on.config().webhookAllowPrivate()));
        places = new PgSignerStore(on.cipher());
        remote = new RemoteSigner(on.transactor(), places, calls, on.clock());
        signers = new Signers(Map.of(
                AuthorityKind.BUILTIN, local,
                AuthorityKind.IMPORTED, local,
                AuthorityKind.WEBHOOK, remote,
                AuthorityKind.EST, remote));
        address = new RevocationAddress(on.config().publicApiUrl().map(PublicUrl::text));
        issuing = new IssueCertificate(
                on.transactor(),
                stores,
                new IssueCertificate.Terms(signers, address, new CertificateMetrics(metrics)),
                new CertificateNews(on.outbox(), new PgDeviceAudience()),
                on.clock(),
                on.ids());
        revoking = new RevokeCertificate(on.transactor(), certificates, stores.issuances(), on.audit(), on.clock());
    }

    /** Asked by provisioning when a device has made a key. */
    IssueCertificate issuing() {
        return issuing;
    }

    /** Asked by provisioning when a command or a rule is saved. */
    CertificateTerms terms() {
        return new CertificateTerms(stores.authorities(), stores.profiles());
    }

    /** Asked when a device is let go. */
    RevokeCertificate revoking() {
        return revoking;
    }

    List<ApiRoute> routes() {
        AuthorityUse use = new PgAuthorityUse();
        ChangeAuthorities changing =
                new ChangeAuthorities(on.transactor(), stores.authorities(), use, on.audit(), on.clock(), on.ids());
        List<ApiRoute> routes = new ArrayList<>(new AuthorityRoutes(
                        new ReadAuthorities(on.transactor(), stores.authorities()),
                        changing,
                        elsewhere(changing),
                        signers,
                        address)
                .routes());
        routes.addAll(new ProfileRoutes(
                        new ReadProfiles(
                                on.transactor(),
                                stores,
                                new ReadDevices(on.transactor(), new PgDeviceStore()),
                                on.clock()),
                        new ChangeProfiles(on.transactor(), stores, use, on.audit(), on.clock(), on.ids()))
                .routes());
        routes.addAll(new CertificateRoutes(
                        new ReadCertificates(on.transactor(), certificates, on.clock()), revoking, on.clock())
                .routes());
        routes.addAll(
                new HandoverRoutes(new HandOverDevices(on.transactor(), new PgDeviceStore(), certificates, on.clock()))
                        .routes());
        return routes;
    }

    private AuthorityRoutes.Elsewhere elsewhere(ChangeAuthorities changing) {
        return new AuthorityRoutes.Elsewhere(
                new ReadSigners(on.transactor(), places),
                new ChangeSigners(
                        on.transactor(),
                        stores.authorities(),
                        changing,
                        places,
                        calls,
                        new ChangeSigners.Sources(on.clock(), on.ids())),
                new TestSigner(on.transactor(), stores.authorities(), places, remote, on.clock(), on.ids()));
    }

    /** For verifiers, who have no key. */
    List<OpenRoute> openRoutes() {
        PgRevocationStore revocations = new PgRevocationStore();
        return new RevocationRoutes(
                        new PublishRevocations(on.transactor(), stores.authorities(), revocations, on.clock()),
                        new AnswerOcsp(on.transactor(), stores.authorities(), revocations, on.clock()))
                .routes();
    }
}
