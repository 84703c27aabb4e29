package io.latebind.server.job;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.SeededIds;
import io.latebind.server.job.JobRunner.Turn;
import io.latebind.server.job.store.PgJobStore;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.provisioning.ServiceFixture;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations are done once, whatever dies when. Each runner here is a process of its own. */
class JobRunnerTest {
    private static final int TOTAL = 10;

    private final ServiceFixture fixture = new ServiceFixture();
    private final PgJobStore jobs = new PgJobStore();
    private long processes;

    /** Writes each item down, two at a time. */
    private static final class Counting implements JobKind {
        Runnable meanwhile = () -> {};
        Runnable inStep = () -> {};

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Step prepare(Job job) {
            int first = job.state().done();
            meanwhile.run();
            return (tx, held) -> {
                inStep.run();
                write(tx, held.id(), first);
                write(tx, held.id(), first + 1);
                return new JobProgress.Done(2, 0);
            };
        }

        private static void write(Tx tx, JobId job, int item) {
            PgTx.of(tx).run(connection -> {
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?, ?)")) {
                    insert.setObject(1, job.value());
                    insert.setInt(2, item);
                    return insert.executeUpdate();
                }
            });
        }
    }

    private final Counting kind = new Counting();

    @BeforeEach
    void makeTable() {
        fixture.database.execute("CREATE TABLE item (job_id uuid, item int)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private JobRunner process(JobKind doing) {
        processes++;
        return new JobRunner(
                fixture.transactor, jobs, List.of(doing), fixture.clock, new SeededIds(processes), new JobBell());
    }

    private Job started() {
        Job job = Job.create(
                new JobId(fixture.ids.newUuid()), kind.name(), fixture.owner, TOTAL, fixture.clock.instant());
        fixture.transactor.inTransaction(tx -> {
            jobs.add(tx, job);
            return job;
        });
        return job;
    }

    private Job now(Job job) {
        JobFilter all = new JobFilter(fixture.owner.team(), Set.of(kind.name()), Optional.empty());
        return fixture.transactor
                .perStatement(tx -> jobs.find(tx, all, job.id()))
                .orElseThrow();
    }

    private List<Integer> items(Job job) {
        return fixture.transactor.perStatement(tx -> PgTx.of(tx).run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT item FROM item WHERE job_id = ? ORDER BY item")) {
                query.setObject(1, job.id().value());
                List<Integer> items = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        items.add(row.getInt(1));
                    }
                }
                return items;
            }
        }));
    }

    private void doneOnce(Job job) {
        assertThat(items(job)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(now(job).state().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(now(job).state().done()).isEqualTo(TOTAL);
    }

    private static void toTheEnd(JobRunner process) {
        while (process.step() != Turn.NOTHING_TO_DO) {
            // the next step
        }
    }

    @Test
    void doesAnOperationStepByStep() {
        Job job = started();
        JobRunner process = process(kind);
        assertThat(now(job).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(process.step()).isEqualTo(Turn.STORED);
        assertThat(now(job).state().status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(now(job).state().done()).isEqualTo(2);
        toTheEnd(process);
        doneOnce(job);
        assertThat(now(job).starter()).isEqualTo(fixture.owner);
    }

    @Test
    void goesOnAfterAProcessDiedWithinAStep() {
        Job job = started();
        JobRunner dies = process(kind);
        dies.step();
        kind.inStep = () -> {
            throw new AssertionError("the process is killed here");
        };
        assertThatThrownBy(dies::step).isInstanceOf(AssertionError.class);
        kind.inStep = () -> {};

        JobRunner successor = process(kind);
        assertThat(successor.step()).as("held by the dead one for a while").isEqualTo(Turn.NOTHING_TO_DO);
        fixture.clock.advance(JobRunner.HELD_FOR);
        toTheEnd(successor);
        doneOnce(job);
    }

    @Test
    void storesNothingOfAStepThatWasTakenOverBecauseItTookTooLong() {
        Job job = started();
        JobRunner slow = process(kind);
        JobRunner other = process(new Counting());
        kind.meanwhile = () -> {
            fixture.clock.advance(JobRunner.HELD_FOR);
            assertThat(other.step()).isEqualTo(Turn.STORED);
        };
        assertThat(slow.step()).isEqualTo(Turn.LOST);
        kind.meanwhile = () -> {};
        toTheEnd(slow);
        doneOnce(job);
    }

    @Test
    void letsTwoProcessesShareTheOperationsWithoutDoingAnythingTwice() throws Exception {
        List<Job> started = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            started.add(started());
        }
        JobRunner one = process(kind);
        JobRunner other = process(new Counting());
        Thread beside = Thread.ofVirtual().start(() -> toTheEnd(other));
        toTheEnd(one);
        beside.join(Duration.ofMinutes(1));
        toTheEnd(one);
        started.forEach(this::doneOnce);
    }

    @Test
    void givesEveryOperationItsTurn() {
        Job first = started();
        Job second = started();
        JobRunner process = process(kind);
        for (int i = 0; i < 4; i++) {
            fixture.clock.advance(Duration.ofMillis(1));
            process.step();
        }
        assertThat(now(first).state().done()).isEqualTo(4);
        assertThat(now(second).state().done()).isEqualTo(4);
    }

    @Test
    void storesNothingAfterItWasCancelledWithinAStep() {
        Job job = started();
        JobRunner process = process(kind);
        process.step();
        kind.meanwhile = () -> fixture.transactor.inTransaction(tx -> {
            JobFilter all = new JobFilter(fixture.owner.team(), Set.of(kind.name()), Optional.empty());
            Job cancelled =
                    done(JobRules.cancelled(jobs.lock(tx, all, job.id()).orElseThrow(), fixture.clock.instant()));
            jobs.save(tx, cancelled, fixture.clock.instant(), fixture.clock.instant());
            return cancelled;
        });
        assertThat(process.step()).isEqualTo(Turn.LOST);
        assertThat(process.step()).isEqualTo(Turn.NOTHING_TO_DO);
        assertThat(items(job)).containsExactly(0, 1);
        assertThat(now(job).state().cancelled()).isTrue();
        assertThat(now(job).state().status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void restsAfterAFaultAndGivesUpAfterFive() {
        Job job = started();
        JobRunner process = process(kind);
        process.step();
        kind.inStep = () -> {
            throw new IllegalStateException("a bug");
        };
        for (int fault = 1; fault < JobRules.MAX_FAULTS; fault++) {
            assertThat(process.step()).isEqualTo(Turn.STORED);
            assertThat(process.step()).as("rests").isEqualTo(Turn.NOTHING_TO_DO);
            assertThat(now(job).state().status()).isEqualTo(JobStatus.IN_PROGRESS);
            fixture.clock.advance(JobRules.pauseAfter(now(job)));
        }
        process.step();
        assertThat(now(job).state().status()).isEqualTo(JobStatus.FAILED);
        assertThat(now(job).state().message().orElseThrow())
                .contains("5 unexpected faults", job.id().toString());
        assertThat(items(job)).containsExactly(0, 1);
    }

    @Test
    void countsNoOutageAgainstAnOperation() {
        Job job = started();
        JobRunner process = process(kind);
        kind.inStep = () -> {
            throw new DatabaseUnavailable("gone", new IllegalStateException());
        };
        for (int i = 0; i < 2 * JobRules.MAX_FAULTS; i++) {
            assertThatThrownBy(process::step).isInstanceOf(DatabaseUnavailable.class);
            fixture.clock.advance(JobRunner.HELD_FOR);
        }
        kind.inStep = () -> {};
        toTheEnd(process);
        doneOnce(job);
    }

    @Test
    void forgetsWhatEndedLongAgo() {
        Job job = started();
        toTheEnd(process(kind));
        Job unfinished = started();
        fixture.clock.advance(Duration.ofDays(31));
        int forgotten = fixture.transactor.inTransaction(
                tx -> jobs.forget(tx, fixture.clock.instant().minus(Duration.ofDays(30))));
        assertThat(forgotten).isEqualTo(1);
        assertThat(now(unfinished).id()).isEqualTo(unfinished.id());
        assertThatThrownBy(() -> now(job)).isInstanceOf(NoSuchElementException.class);
    }
}
