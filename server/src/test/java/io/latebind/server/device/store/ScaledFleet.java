package io.latebind.server.device.store;

import io.latebind.server.FakeClock;
import io.latebind.server.SeededIds;
import io.latebind.server.TestDevice;
import io.latebind.server.access.ApiKeyText;
import io.latebind.server.access.ApiKeys;
import io.latebind.server.access.OperatingTeam;
import io.latebind.server.access.store.PgAccessStore;
import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.certificate.LocalSigner;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ClaimTerms;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.TestDatabase;
import io.latebind.server.provisioning.CertificateRounds;
import io.latebind.server.provisioning.ChangeQueue;
import io.latebind.server.provisioning.Issuing;
import io.latebind.server.provisioning.PromptCertificates;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.rule.store.PgDeviceRuleStore;
import io.latebind.server.provisioning.rule.store.RuleRows;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.provisioning.store.PgUnclaimedVisitStore;
import io.latebind.server.secrecy.SecretCipher;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Set;

/**
 * A team with many devices, of which the last ones claimed are the ones that filters look for. All work goes through one connection,
 * so that PostgreSQL tells how many blocks it touched.
 */
final class ScaledFleet implements AutoCloseable {
    /** How many devices, the newest, have the rare tag, are blocked, are of another type, and were claimed by an editor. */
    static final int RARE = 30;

    final FakeClock clock = new FakeClock();
    final Transactor transactor;
    final PgDeviceStore devices = new PgDeviceStore();
    final Principal owner;
    final ClaimDevice claims;
    final ChangeQueue changes;
    final DeviceLink link;

    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database;

    ScaledFleet(int size) {
        this.database = Database.open(testDatabase.settings().withPoolSize(1));
        this.transactor = database.transactor();
        SeededIds ids = new SeededIds(size);
        ApiKeyText key = ApiKeyText.random(ids);
        new OperatingTeam(transactor, new PgAccessStore(), clock, ids).ensure(key);
        this.owner = new ApiKeys(transactor, new PgAccessStore(), clock)
                .authenticate(key.reveal(), new Origin("192.0.2.1", "scale"))
                .orElseThrow();
        PgAuditTrail audit = new PgAuditTrail(clock);
        SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], ids);
        PgQueueStore queues = new PgQueueStore(new CommandRows(cipher), ids);
        this.claims = new ClaimDevice(
                transactor,
                devices,
                new ClaimTerms(IdentityPolicy.FIRST_USE, (_, _, _) -> Set.of()),
                clock,
                ids,
                audit);
        Issuing issuing = Issuing.make(transactor, new LocalSigner(), cipher, clock, ids);
        this.changes = new ChangeQueue(transactor, queues, clock, ids, audit, issuing.terms(), issuing.certificates());
        this.link = new DeviceLink(
                transactor,
                new DeviceLink.Stores(queues, new PgDeviceRuleStore(new RuleRows(cipher))),
                new UnclaimedVisitKeeping(transactor, new PgUnclaimedVisitStore(), VisitObserver.NONE),
                new PromptCertificates(new CertificateRounds(issuing.certifying())),
                VisitObserver.NONE,
                new DeviceLink.VisitTerms(clock, 5, false),
                ids);
        fill(size);
    }

    private void fill(int size) {
        testDatabase.execute("INSERT INTO device SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"
                + " FROM generate_series(1, " + size + ") i");
        testDatabase.execute("""
                INSERT INTO claimed_device (device_uuid, claim_id, team_id, claimed_by, claimer_role, claimed_at, device_type,
                    firmware_id, candidate_keys, candidate_variants, tags, blocked, queue_status, attempts)
                SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, gen_random_uuid(), (SELECT id FROM team),
                    gen_random_uuid(), CASE WHEN i > %1$d THEN 'EDITOR' ELSE 'OWNER' END,
                    timestamptz '2026-01-01' + i * interval '1 second', CASE WHEN i > %1$d THEN 5 ELSE 6 END,
                    gen_random_uuid(), '{}', '{}', CASE WHEN i > %1$d THEN ARRAY['common', 'rare'] ELSE ARRAY['common'] END,
                    i > %1$d, CASE WHEN i %% 2 = 0 THEN 'READY' ELSE 'PROVISIONED' END, 0
                FROM generate_series(1, %2$d) i
                """.formatted(size - RARE, size));
        new DeviceCounts(transactor).addUp();
        testDatabase.execute("VACUUM ANALYZE");
    }

    /** @param mode a value of PostgreSQL's {@code plan_cache_mode} */
    void plan(String mode) {
        number("SELECT count(set_config('plan_cache_mode', '" + mode + "', false))");
    }

    TestDevice claimedDevice() {
        TestDevice device = TestDevice.create();
        if (claims.claim(owner, device.attestationToken(), List.of("common")) instanceof Outcome.Refused<?> refused) {
            throw new AssertionError(refused);
        }
        return device;
    }

    /** Blocks that {@code work} touches, of tables and indexes, whether they were in memory or not. */
    long blocksOf(Runnable work) {
        long before = blocks();
        work.run();
        return blocks() - before;
    }

    /** How often somebody read a whole table that grows with the fleet. */
    long wholeReads() {
        return number("SELECT coalesce(sum(seq_scan), 0) FROM pg_stat_user_tables"
                + " WHERE relname IN ('claimed_device', 'device', 'device_listing')");
    }

    /** How many of a hundred changes of a claim stayed on its page and touched no index. */
    long inPlacePerCent() {
        return number(
                "SELECT 100 * n_tup_hot_upd / n_tup_upd FROM pg_stat_user_tables WHERE relname = 'claimed_device'");
    }

    void changeStatusOf(int count) {
        testDatabase.execute("UPDATE claimed_device SET blocked = NOT blocked WHERE device_uuid IN"
                + " (SELECT device_uuid FROM claimed_device ORDER BY claimed_at LIMIT " + count + ")");
    }

    long kilobytesOfChanges() {
        return number("SELECT pg_relation_size('device_count_change') / 1024");
    }

    private long blocks() {
        return number(
                "SELECT sum(coalesce(hits, 0) + coalesce(reads, 0)) FROM pg_stat_get_backend_io(pg_backend_pid())");
    }

    private long number(String sql) {
        return transactor.perStatement(tx -> {
            ask(tx, "SELECT 1 FROM pg_stat_force_next_flush()");
            return ask(tx, sql);
        });
    }

    private static long ask(Tx tx, String sql) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public void close() {
        database.close();
        testDatabase.close();
    }
}
