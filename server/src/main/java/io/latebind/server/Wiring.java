package io.latebind.server;

import io.latebind.server.access.ApiKeyText;
import io.latebind.server.access.ApiKeys;
import io.latebind.server.access.OperatingTeam;
import io.latebind.server.access.store.PgAccessStore;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.datadir.DataDirectory;
import io.latebind.server.datadir.OwnerKeyFile;
import io.latebind.server.device.store.DeviceCounts;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.event.AuditedEvents;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpListener;
import io.latebind.server.http.Idempotency;
import io.latebind.server.http.IdempotencyStore;
import io.latebind.server.http.OpenRoute;
import io.latebind.server.http.store.PgIdempotencyStore;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.metrics.Metrics;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.DatabaseSettings;
import io.latebind.server.postgres.EmbeddedPostgres;
import io.latebind.server.postgres.JoiningTransactor;
import io.latebind.server.postgres.MonthPartitions;
import io.latebind.server.postgres.OutageWatch;
import io.latebind.server.postgres.ServiceSettings;
import io.latebind.server.provisioning.CertificateRounds;
import io.latebind.server.provisioning.HistoryTrail;
import io.latebind.server.provisioning.PromptCertificates;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.rule.store.PgDeviceRuleStore;
import io.latebind.server.provisioning.rule.store.RuleRows;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgHistoryStore;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.provisioning.store.PgUnclaimedVisitStore;
import io.latebind.server.secrecy.SealedFile;
import io.latebind.server.secrecy.SecretCipher;
import io.latebind.server.secrecy.SecretKeyGate;
import io.latebind.server.tls.DeviceCertificates;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constructs what runs, with the {@code *Wiring} of the features beside it; nothing else constructs adapters. What is opened later is closed first. */
final class Wiring {
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    /** What a list reads besides the totals is what changed in this time. */
    private static final Duration ADDING_UP = Duration.ofSeconds(2);
    /** Less than this, and PostgreSQL may stop at any moment. */
    private static final long MIN_USABLE_BYTES = 32L * 1024 * 1024;

    private final ServerConfig config;
    private final ShutdownOrder opened;
    /** As exact as REST shows it, so that what is stored equals what was answered. */
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    private final IdSource ids = new SystemIds();
    private final Metrics metrics;

    Wiring(ServerConfig config, ShutdownOrder opened) {
        this.config = config;
        this.opened = opened;
        this.metrics = opened.add("metrics", new Metrics());
    }

    /** Opens everything; the API port last, so that whoever reaches it finds a whole service. */
    LatebindServer.Started open() {
        DataDirectory directory = opened.add("data directory", DataDirectory.open(config.dataDir()));
        Database database = opened.add("database", Database.open(databaseSettings(directory)));
        OutageWatch watch = new OutageWatch(database.transactor(), clock);
        JoiningTransactor transactor = new JoiningTransactor(watch);
        SecretCipher cipher = openSecrets(directory, transactor);
        MonthPartitions months = new MonthPartitions(transactor);
        months.makeAhead(clock.instant());
        ApiKeys keys = openAccess(directory, transactor);
        DeviceCertificates certificates =
                DeviceCertificates.open(directory.tls(), config.publicHosts().names(), ids, clock.instant());
        MetricsWiring figures = new MetricsWiring(metrics);
        figures.database(database, watch, months);
        figures.disk(directory.path());
        figures.certificate(certificates);

        Stores stores = Stores.make(cipher, ids);
        VisitMetrics visits = new VisitMetrics(metrics);
        UnclaimedVisitKeeping keeping = new UnclaimedVisitKeeping(transactor, stores.unclaimed(), visits);
        Ports ports = new Ports(config, opened, metrics, clock, ids);
        Foundation foundation = foundation(transactor, cipher, stores);
        CertificateWiring issued = new CertificateWiring(foundation, metrics, opened);
        CertificateRounds certifying = ProvisioningWiring.certifying(foundation, stores.queues(), issued, opened);
        DeviceLink link = deviceLink(foundation, stores, keeping, certifying, visits);
        DevicePorts devices =
                DevicePorts.open(ports, certificates, link, new SealedFile(directory.coapSessions(), cipher));
        Optional<HttpListener> prometheus = config.metricsListen().map(ports::listenToPrometheus);

        EventWiring events = EventWiring.open(foundation, opened);
        Background background = Background.make();
        DeviceWiring claimed = new DeviceWiring(foundation, issued.revoking());
        opened.add("background operations", background.start(foundation, claimed.kinds()));
        List<ApiRoute> routes = new ArrayList<>(AccessWiring.routes(foundation, keys));
        routes.addAll(AuditWiring.routes(foundation));
        routes.addAll(events.routes(keys));
        routes.addAll(IdentityWiring.routes(foundation));
        routes.addAll(issued.routes());
        routes.addAll(claimed.routes(background));
        routes.addAll(ProvisioningWiring.routes(foundation, stores.queues(), stores.history(), issued));
        routes.addAll(RuleWiring.routes(foundation, stores.queues(), stores.deviceRules(), issued));
        IdempotencyStore answers = new PgIdempotencyStore(cipher);
        HealthRoute health = new HealthRoute(() -> database.answers() && !watch.inDoubt() && diskHasRoom(directory));
        List<OpenRoute> open = new ArrayList<>(issued.openRoutes());
        open.add(health.route());
        HttpListener users = ports.listenToUsers(routes, open, keys, new Idempotency(transactor, answers, clock));

        List<Housekeeping.Chore> chores = new ArrayList<>(chores(transactor, months, keeping, answers));
        chores.addAll(events.chores(HOUSEKEEPING));
        chores.add(background.forgetting(foundation, HOUSEKEEPING));
        chores.add(renewal(certificates, devices));
        figures.housekeeping(opened.add("housekeeping", new Housekeeping(chores)));
        return new LatebindServer.Started(
                users.address(),
                devices.https().address(),
                devices.coap().map(CoapPort::address),
                directory.ownerKey(),
                certificates.rootFile(),
                prometheus.map(HttpListener::address));
    }

    private Housekeeping.Chore renewal(DeviceCertificates certificates, DevicePorts devices) {
        return new Housekeeping.Chore(
                "renewing the device port's certificate",
                HOUSEKEEPING,
                () -> certificates.renewIfDue(clock.instant()).ifPresent(devices::renew));
    }

    private List<Housekeeping.Chore> chores(
            Transactor transactor, MonthPartitions months, UnclaimedVisitKeeping keeping, IdempotencyStore answers) {
        return List.of(
                new Housekeeping.Chore(
                        "making the months' partitions", HOUSEKEEPING, () -> months.makeAhead(clock.instant())),
                new Housekeeping.Chore(
                        "adding up the numbers of devices", ADDING_UP, new DeviceCounts(transactor)::addUp),
                new Housekeeping.Chore(
                        "forgetting old visits of unclaimed devices",
                        HOUSEKEEPING,
                        () -> keeping.tidy(clock.instant())),
                new Housekeeping.Chore(
                        "forgetting old answers",
                        HOUSEKEEPING,
                        () -> transactor.inTransaction(
                                tx -> answers.removeBefore(tx, clock.instant().minus(Idempotency.KEPT)))));
    }

    /** What several features read and write. */
    private record Stores(
            PgQueueStore queues,
            PgDeviceRuleStore deviceRules,
            PgHistoryStore history,
            PgUnclaimedVisitStore unclaimed) {
        static Stores make(SecretCipher cipher, IdSource ids) {
            return new Stores(
                    new PgQueueStore(new CommandRows(cipher), ids),
                    new PgDeviceRuleStore(new RuleRows(cipher)),
                    new PgHistoryStore(ids),
                    new PgUnclaimedVisitStore());
        }
    }

    private Foundation foundation(Transactor transactor, SecretCipher cipher, Stores stores) {
        PgEventOutbox outbox = new PgEventOutbox(clock, ids);
        AuditTrail audit = new AuditedEvents(
                new HistoryTrail(new PgAuditTrail(clock), stores.history(), stores.unclaimed(), clock),
                outbox,
                new PgDeviceAudience());
        return new Foundation(config, transactor, clock, ids, cipher, audit, outbox);
    }

    private DeviceLink deviceLink(
            Foundation on,
            Stores stores,
            UnclaimedVisitKeeping keeping,
            CertificateRounds certifying,
            VisitMetrics visits) {
        return new DeviceLink(
                on.transactor(),
                new DeviceLink.Stores(stores.queues(), stores.deviceRules()),
                keeping,
                new PromptCertificates(certifying),
                visits,
                new DeviceLink.VisitTerms(
                        clock, config.maxDeliveries(), config.trust().attestationTokens()),
                ids);
    }

    private ApiKeys openAccess(DataDirectory directory, Transactor transactor) {
        PgAccessStore access = new PgAccessStore();
        ensureOwnerKey(directory, new OperatingTeam(transactor, access, clock, ids));
        return new ApiKeys(transactor, access, clock);
    }

    private DatabaseSettings databaseSettings(DataDirectory directory) {
        return config.databaseUrl()
                .map(url -> DatabaseSettings.ofUrl(url.full().reveal()).withPoolSize(config.databaseConnections()))
                .orElseGet(() -> opened.add("PostgreSQL", EmbeddedPostgres.start(directory.path(), ids))
                        .settings()
                        .withPoolSize(config.databaseConnections()));
    }

    private SecretCipher openSecrets(DataDirectory directory, Transactor transactor) {
        Optional<byte[]> stored =
                transactor.inTransaction(tx -> ServiceSettings.read(tx, ServiceSettings.SECRET_KEY_CHECK));
        SecretKeyGate gate = new SecretKeyGate(directory.secretKey(), config.secretKeyFile(), ids);
        SecretKeyGate.Opened first = gate.open(stored);
        if (first.checkValueToStore().isEmpty()) {
            return first.cipher();
        }
        Optional<byte[]> kept = transactor.inTransaction(tx -> {
            ServiceSettings.storeFirst(
                    tx,
                    ServiceSettings.SECRET_KEY_CHECK,
                    first.checkValueToStore().get());
            return ServiceSettings.read(tx, ServiceSettings.SECRET_KEY_CHECK);
        });
        // another service may have stored its own key's value in the same moment
        return gate.open(kept).cipher();
    }

    private void ensureOwnerKey(DataDirectory directory, OperatingTeam team) {
        OwnerKeyFile.keyToStore(
                        directory.ownerKey(),
                        team.founded(),
                        () -> new Secret(ApiKeyText.random(ids).reveal()))
                .ifPresent(key -> team.ensure(ApiKeyText.of(key.reveal())));
    }

    private boolean diskHasRoom(DataDirectory directory) {
        return config.databaseUrl().isPresent() || directory.path().toFile().getUsableSpace() >= MIN_USABLE_BYTES;
    }
}
