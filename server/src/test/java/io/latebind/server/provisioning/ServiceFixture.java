package io.latebind.server.provisioning;

import io.latebind.server.FakeClock;
import io.latebind.server.SeededIds;
import io.latebind.server.TestDevice;
import io.latebind.server.access.AccessStore;
import io.latebind.server.access.ApiKeyText;
import io.latebind.server.access.ApiKeys;
import io.latebind.server.access.OperatingTeam;
import io.latebind.server.access.store.PgAccessStore;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ClaimTerms;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.event.AuditedEvents;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.postgres.TestDatabase;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.rule.ChangeRule;
import io.latebind.server.provisioning.rule.CreateRule;
import io.latebind.server.provisioning.rule.DeleteRule;
import io.latebind.server.provisioning.rule.store.PgDeviceRuleStore;
import io.latebind.server.provisioning.rule.store.PgRuleStore;
import io.latebind.server.provisioning.rule.store.RuleRows;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgHistoryStore;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.provisioning.store.PgUnclaimedVisitStore;
import io.latebind.server.secrecy.SecretCipher;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The use cases over a real database, with a clock that the test moves. */
public final class ServiceFixture implements AutoCloseable {
    public static final int MAX_DELIVERIES = 5;

    public final FakeClock clock = new FakeClock();
    public final TestDatabase database = TestDatabase.create();
    public final SeededIds ids = new SeededIds(42);
    public final Transactor transactor = database.transactor();
    public final PgDeviceStore devices = new PgDeviceStore();
    public final PgHistoryStore history = new PgHistoryStore(ids);
    public final PgUnclaimedVisitStore unclaimed = new PgUnclaimedVisitStore();
    public final PgEventOutbox outbox = new PgEventOutbox(clock, ids);
    public final AuditTrail audit = new AuditedEvents(
            new HistoryTrail(new PgAuditTrail(clock), history, unclaimed, clock), outbox, new PgDeviceAudience());
    public final SeenVisits visits = new SeenVisits();
    public final PgQueueStore queues;
    public final ClaimDevice claims;
    public final BlockDevice blocking;
    public final UnclaimDevice unclaims;
    public final ReadDevices reading;
    public final ChangeQueue changes;
    public final ReadQueue queueReading;
    public final PgRuleStore rules;
    public final PgDeviceRuleStore deviceRules;
    public final CreateRule ruleCreation;
    public final ChangeRule ruleChanges;
    public final DeleteRule ruleDeletion;
    public final DeviceLink link;
    /** Of the built-in authority. */
    public final SwitchableSigner signer = new SwitchableSigner();

    public final IssueCertificate certificates;
    public final CertifyKeys certifying;
    public final Principal owner;

    public ServiceFixture() {
        SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], ids);
        queues = new PgQueueStore(new CommandRows(cipher), ids);
        claims = new ClaimDevice(
                transactor,
                devices,
                new ClaimTerms(IdentityPolicy.FIRST_USE, (_, _, _) -> Set.of()),
                clock,
                ids,
                audit);
        blocking = new BlockDevice(transactor, devices, audit);
        unclaims = new UnclaimDevice(transactor, devices, (_, _, _) -> Outcome.done(List.of()), audit);
        reading = new ReadDevices(transactor, devices);
        Issuing issuing = Issuing.make(transactor, signer, cipher, clock, ids);
        certificates = issuing.certificates();
        certifying = issuing.certifying();
        changes = new ChangeQueue(transactor, queues, clock, ids, audit, issuing.terms(), certificates);
        queueReading = new ReadQueue(transactor, queues);
        RuleRows rows = new RuleRows(cipher);
        rules = new PgRuleStore(rows);
        deviceRules = new PgDeviceRuleStore(rows);
        ruleCreation = new CreateRule(transactor, rules, deviceRules, audit, clock, ids, issuing.terms());
        ruleChanges = new ChangeRule(transactor, rules, deviceRules, audit, clock, issuing.terms());
        ruleDeletion = new DeleteRule(transactor, rules, deviceRules, audit);
        link = link(transactor);
        AccessStore access = new PgAccessStore();
        ApiKeyText key = ApiKeyText.random(ids);
        new OperatingTeam(transactor, access, clock, ids).ensure(key);
        owner = new ApiKeys(transactor, access, clock)
                .authenticate(key.reveal(), new Origin("192.0.2.1", "fixture"))
                .orElseThrow();
    }

    /** Of the first hundred lines of its history, the oldest first. */
    public List<Kind> historyKinds(TestDevice device) {
        return done(new ReadHistory(transactor, history)
                        .read(
                                owner,
                                device.uuid(),
                                new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty()),
                                new PageRequest(100, Optional.empty(), false)))
                .page()
                .items()
                .stream()
                .map(HistoryLine::kind)
                .toList();
    }

    /** What devices talk to, over another transactor. */
    public DeviceLink link(Transactor over) {
        return link(over, new PromptCertificates(new CertificateRounds(certifying)));
    }

    /** @param keys hears of keys that are to be certified */
    DeviceLink link(Transactor over, ReportedKeys keys) {
        return new DeviceLink(
                over,
                new DeviceLink.Stores(queues, deviceRules),
                new UnclaimedVisitKeeping(transactor, unclaimed, visits),
                keys,
                visits,
                new DeviceLink.VisitTerms(clock, MAX_DELIVERIES, false),
                ids);
    }

    /** A device that the owner has claimed. */
    public TestDevice claimedDevice() {
        return claimedDevice(List.of());
    }

    public TestDevice claimedDevice(List<String> tags) {
        TestDevice device = TestDevice.create();
        done(claims.claim(owner, device.attestationToken(), tags));
        return device;
    }

    public ClaimedDevice shown(TestDevice device) {
        return done(reading.find(owner, device.uuid()));
    }

    public static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    public static Refusal refused(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused: " + outcome);
    }

    @Override
    public void close() {
        database.close();
    }
}
