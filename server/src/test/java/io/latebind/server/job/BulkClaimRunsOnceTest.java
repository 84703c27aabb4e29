package io.latebind.server.job;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.SeededIds;
import io.latebind.server.TestDevice;
import io.latebind.server.access.store.PgAccessStore;
import io.latebind.server.device.ClaimCsv;
import io.latebind.server.device.ClaimRows;
import io.latebind.server.device.ClaimTerms;
import io.latebind.server.device.bulk.BulkClaimKind;
import io.latebind.server.device.bulk.StartBulkClaim;
import io.latebind.server.device.bulk.store.PgBulkStore;
import io.latebind.server.job.JobRunner.Turn;
import io.latebind.server.job.store.PgJobStore;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.ServiceFixture;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No row of a bulk claim is claimed twice and none is lost, whatever dies when. Each runner here is a process of its own. */
class BulkClaimRunsOnceTest {
    /** More than two parts. */
    private static final int ROWS = 450;

    private final ServiceFixture fixture = new ServiceFixture();
    private final PgJobStore jobs = new PgJobStore();
    private final PgBulkStore bulks = new PgBulkStore();
    private long processes;
    private DeviceUuid last = new DeviceUuid(UUID.randomUUID());

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Dies when its transaction has done everything but commit. */
    private record DiesBeforeCommit(Transactor transactor) implements Transactor {
        @Override
        public <T> T inTransaction(Function<Tx, T> work) {
            return transactor.inTransaction(tx -> {
                var _ = work.apply(tx);
                throw new AssertionError("the process is killed here");
            });
        }

        @Override
        public <T> T perStatement(Function<Tx, T> work) {
            return transactor.perStatement(work);
        }
    }

    /** Dies when its transaction was committed, and nobody has heard of it. */
    private record DiesAfterCommit(Transactor transactor) implements Transactor {
        @Override
        public <T> T inTransaction(Function<Tx, T> work) {
            var _ = transactor.inTransaction(work);
            throw new AssertionError("the process is killed here");
        }

        @Override
        public <T> T perStatement(Function<Tx, T> work) {
            return transactor.perStatement(work);
        }
    }

    private JobRunner process(Transactor transactor) {
        processes++;
        ClaimRows rows = new ClaimRows(
                transactor,
                fixture.devices,
                new ClaimTerms(IdentityPolicy.FIRST_USE, (_, _, _) -> Set.of()),
                new ParallelWork(2),
                fixture.clock,
                new SeededIds(100 + processes),
                fixture.audit);
        return new JobRunner(
                transactor,
                jobs,
                BulkClaimKind.both(transactor, bulks, rows, new PgAccessStore(), fixture.outbox),
                fixture.clock,
                new SeededIds(processes),
                new JobBell());
    }

    private void start() {
        StringBuilder csv = new StringBuilder("no token at all\n");
        for (int i = 1; i < ROWS; i++) {
            last = new DeviceUuid(UUID.randomUUID());
            csv.append(TestDevice.madeUpToken(last)).append('\n');
        }
        ClaimCsv file = done(ClaimCsv.check(csv.toString().getBytes(StandardCharsets.UTF_8), ROWS));
        done(new StartBulkClaim(
                        fixture.transactor, jobs, bulks, fixture.clock, fixture.ids, fixture.audit, new JobBell())
                .start(fixture.owner, file, false));
    }

    private static void toTheEnd(JobRunner process) {
        while (process.step() != Turn.NOTHING_TO_DO) {
            // the next part
        }
    }

    private long number(String sql) {
        try (Connection connection = fixture.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    private void claimedOnce() {
        assertThat(number("SELECT count(*) FROM claimed_device")).isEqualTo(ROWS - 1);
        assertThat(number("SELECT count(DISTINCT device_uuid) FROM audit_event WHERE action = 'device.claimed'"))
                .isEqualTo(ROWS - 1);
        assertThat(number("SELECT count(*) FROM audit_event WHERE action = 'device.claimed'"))
                .isEqualTo(ROWS - 1);
        assertThat(number("SELECT max(row) FROM bulk_claim_refusal")).isZero();
        assertThat(number("SELECT count(*) FROM bulk_claim_part")).isZero();
        assertThat(number("SELECT done FROM job WHERE status = 'FAILED' AND failed = 1 AND NOT cancelled"))
                .isEqualTo(ROWS);
    }

    @Test
    void whenTheProcessDiesBeforeACommit() {
        start();
        assertThat(process(fixture.transactor).step()).isEqualTo(Turn.STORED);
        JobRunner dies = process(new DiesBeforeCommit(fixture.transactor));
        assertThatThrownBy(dies::step).isInstanceOf(AssertionError.class);
        assertThat(number("SELECT done FROM job")).isEqualTo(200);
        assertThat(number("SELECT count(*) FROM claimed_device")).isEqualTo(199);
        fixture.clock.advance(JobRunner.HELD_FOR);
        toTheEnd(process(fixture.transactor));
        claimedOnce();
    }

    @Test
    void whenTheProcessDiesAfterACommit() {
        start();
        JobRunner dies = process(new DiesAfterCommit(fixture.transactor));
        assertThatThrownBy(dies::step).isInstanceOf(AssertionError.class);
        assertThat(number("SELECT done FROM job")).isEqualTo(200);
        toTheEnd(process(fixture.transactor));
        claimedOnce();
    }

    @Test
    void whenTwoProcessesWorkOnOneDatabase() throws Exception {
        start();
        JobRunner one = process(fixture.transactor);
        JobRunner other = process(fixture.transactor);
        Thread beside = Thread.ofVirtual().start(() -> toTheEnd(other));
        toTheEnd(one);
        beside.join(Duration.ofMinutes(1));
        toTheEnd(one);
        claimedOnce();
    }

    @Test
    void whenADeviceOfItIsClaimedByHandMeanwhile() {
        start();
        process(fixture.transactor).step();
        done(fixture.claims.claim(fixture.owner, TestDevice.madeUpToken(last), List.of()));
        toTheEnd(process(fixture.transactor));
        assertThat(number("SELECT count(*) FROM claimed_device")).isEqualTo(ROWS - 1);
        assertThat(number("SELECT count(*) FROM audit_event WHERE action = 'device.claimed'"))
                .isEqualTo(ROWS - 1);
        assertThat(number("SELECT code FROM bulk_claim_refusal WHERE row = " + (ROWS - 1)))
                .isEqualTo(RefusalCode.ALREADY_CLAIMED.number());
        assertThat(number("SELECT failed FROM job")).isEqualTo(2);
    }
}
