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
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.event.AuditedEvents;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpLimits;
import io.latebind.server.http.HttpListener;
import io.latebind.server.http.ListenerConfig;
import io.latebind.server.http.OpenApiRoute;
import io.latebind.server.http.TlsMaterial;
import io.latebind.server.http.Voice;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.DatabaseSettings;
import io.latebind.server.postgres.EmbeddedPostgres;
import io.latebind.server.postgres.MonthPartitions;
import io.latebind.server.postgres.OutageWatch;
import io.latebind.server.postgres.ServiceSettings;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.HttpDeviceLink;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.secrecy.SecretCipher;
import io.latebind.server.secrecy.SecretKeyGate;
import io.latebind.server.tls.DeviceCertificates;
import io.latebind.server.tls.PemPair;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Constructs what runs, with the {@code *Wiring} of the features beside it; nothing else constructs adapters. What is opened later is closed first. */
final class Wiring {
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    /** Less than this, and PostgreSQL may stop at any moment. */
    private static final long MIN_USABLE_BYTES = 32L * 1024 * 1024;

    private final ServerConfig config;
    private final ShutdownOrder opened;
    /** As exact as REST shows it, so that what is stored equals what was answered. */
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    private final IdSource ids = new SystemIds();

    Wiring(ServerConfig config, ShutdownOrder opened) {
        this.config = config;
        this.opened = opened;
    }

    /** Opens everything; the API port last, so that whoever reaches it finds a whole service. */
    LatebindServer.Started open() {
        DataDirectory directory = opened.add("data directory", DataDirectory.open(config.dataDir()));
        Database database = opened.add("database", Database.open(databaseSettings(directory)));
        OutageWatch transactor = new OutageWatch(database.transactor(), clock);
        SecretCipher cipher = openSecrets(directory, transactor);
        MonthPartitions months = new MonthPartitions(transactor);
        months.makeAhead(clock.instant());
        PgAccessStore access = new PgAccessStore();
        ensureOwnerKey(directory, new OperatingTeam(transactor, access, clock, ids));
        PgQueueStore queues = new PgQueueStore(new CommandRows(cipher), ids);
        DeviceCertificates certificates =
                DeviceCertificates.open(directory.tls(), config.publicHosts().names(), ids, clock.instant());

        HttpListener devices = listenToDevices(
                certificates, new HttpDeviceLink(new DeviceLink(transactor, queues, clock, config.maxDeliveries())));
        Foundation foundation = foundation(transactor, cipher);
        ApiKeys keys = new ApiKeys(transactor, access, clock);
        EventWiring events = EventWiring.open(foundation, opened);
        HttpListener users = listenToUsers(
                foundation,
                keys,
                queues,
                events,
                new HealthRoute(() -> database.answers() && !transactor.inDoubt() && diskHasRoom(directory)));
        opened.add(
                "housekeeping",
                new Housekeeping(
                        List.of(
                                new Housekeeping.Chore(
                                        "making the months' partitions", () -> months.makeAhead(clock.instant())),
                                new Housekeeping.Chore("deleting old events", events.pruning()::prune),
                                new Housekeeping.Chore("looking after webhooks", events.tending()::tend),
                                new Housekeeping.Chore(
                                        "renewing the device port's certificate",
                                        () -> certificates
                                                .renewIfDue(clock.instant())
                                                .ifPresent(renewed -> devices.reloadTls(material(renewed))))),
                        HOUSEKEEPING));
        return new LatebindServer.Started(
                users.address(), devices.address(), directory.ownerKey(), certificates.rootFile());
    }

    private Foundation foundation(OutageWatch transactor, SecretCipher cipher) {
        PgEventOutbox outbox = new PgEventOutbox(clock, ids);
        AuditTrail audit = new AuditedEvents(new PgAuditTrail(clock), outbox, new PgDeviceAudience());
        return new Foundation(config, transactor, clock, ids, cipher, audit, outbox);
    }

    private DatabaseSettings databaseSettings(DataDirectory directory) {
        return config.databaseUrl()
                .map(url -> DatabaseSettings.ofUrl(url.full().reveal()).withPoolSize(config.databaseConnections()))
                .orElseGet(() -> opened.add("PostgreSQL", EmbeddedPostgres.start(directory.path(), ids))
                        .settings()
                        .withPoolSize(config.databaseConnections()));
    }

    private SecretCipher openSecrets(DataDirectory directory, OutageWatch transactor) {
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

    private HttpListener listenToDevices(DeviceCertificates certificates, HttpDeviceLink link) {
        ListenerConfig listen = new ListenerConfig(
                Voice.device(),
                "--device-https-listen",
                config.deviceHttpsListen().host(),
                config.deviceHttpsListen().port(),
                Optional.of(material(certificates.current())),
                HttpLimits.forDevices());
        return drained(
                "device port",
                HttpListener.start(listen, List.of(), link.routes(), (_, _) -> Optional.empty(), ids, clock));
    }

    private HttpListener listenToUsers(
            Foundation foundation, ApiKeys keys, PgQueueStore queues, EventWiring events, HealthRoute health) {
        List<ApiRoute> routes = new ArrayList<>();
        Stream.of(
                        AccessWiring.routes(foundation, keys),
                        AuditWiring.routes(foundation),
                        events.routes(keys),
                        DeviceWiring.routes(foundation),
                        ProvisioningWiring.routes(foundation, queues))
                .forEach(routes::addAll);
        ListenerConfig listen = new ListenerConfig(
                Voice.api(),
                "--api-listen",
                config.apiListen().host(),
                config.apiListen().port(),
                config.apiTls().map(files -> TlsMaterial.read(files.certificate(), files.privateKey())),
                HttpLimits.forApi());
        return drained(
                "API port",
                HttpListener.start(listen, routes, List.of(health.route(), OpenApiRoute.make()), keys, ids, clock));
    }

    private HttpListener drained(String name, HttpListener listener) {
        opened.add(name, () -> listener.drain(Duration.ofSeconds(config.drainSeconds())));
        return listener;
    }

    private boolean diskHasRoom(DataDirectory directory) {
        return config.databaseUrl().isPresent() || directory.path().toFile().getUsableSpace() >= MIN_USABLE_BYTES;
    }

    private static TlsMaterial material(PemPair pair) {
        return new TlsMaterial(
                pair.certificateChain().getBytes(StandardCharsets.US_ASCII),
                pair.privateKey().reveal().getBytes(StandardCharsets.US_ASCII));
    }
}
