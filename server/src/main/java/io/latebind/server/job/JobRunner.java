package io.latebind.server.job;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does background operations step by step, always the one that has waited longest, so that a short one is not behind a long one.
 *
 * <p>Before a step the operation is taken for half a minute, and after it let go. A process that is killed holds nothing for longer, and
 * stored nothing: another one, or its successor, makes the same part ready again. One that was only slow finds that it holds the operation
 * no more, and stores nothing either.
 */
public final class JobRunner {
    /** Many times what a step takes on a busy machine. */
    static final Duration HELD_FOR = Duration.ofSeconds(30);
    /** In between, only other processes' operations, and those of a process that died, are waited for. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Transactor transactor;
    private final JobStore jobs;
    private final Map<String, JobKind> kinds;
    private final InstantSource clock;
    private final JobBell bell;
    private final UUID self;

    public JobRunner(
            Transactor transactor,
            JobStore jobs,
            List<JobKind> kinds,
            InstantSource clock,
            IdSource ids,
            JobBell bell) {
        this.transactor = transactor;
        this.jobs = jobs;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
        this.clock = clock;
        this.bell = bell;
        this.self = ids.newUuid();
    }

    /** Works until the result is closed; closing waits for the step that is under way. */
    public AutoCloseable start() {
        return new Work(Thread.ofVirtual().name("background operations"));
    }

    /** What came of a turn. */
    enum Turn {
        STORED,
        /** Somebody cancelled it, or took it over because this process was too slow: nothing was stored. */
        LOST,
        NOTHING_TO_DO
    }

    /** The next step of the operation that has waited longest. Faults of its own are counted, an outage of the database is thrown. */
    Turn step() {
        Instant now = clock.instant();
        Optional<Job> taken =
                transactor.perStatement(tx -> jobs.take(tx, kinds.keySet(), self, now, now.plus(HELD_FOR)));
        return taken.map(this::step).orElse(Turn.NOTHING_TO_DO);
    }

    private Turn step(Job job) {
        try {
            JobKind.Step step = kind(job).prepare(job);
            return store(job, step);
        } catch (DatabaseUnavailable outage) {
            throw outage;
        } catch (RuntimeException fault) {
            LOG.error("A step of the operation {} ({}) failed", job.id(), job.kind(), fault);
            return faulted(job);
        }
    }

    private JobKind kind(Job job) {
        JobKind kind = kinds.get(job.kind());
        if (kind == null) {
            throw new IllegalStateException("took an operation of the kind " + job.kind());
        }
        return kind;
    }

    private Turn store(Job job, JobKind.Step step) {
        return transactor.inTransaction(tx -> {
            Optional<Job> held = jobs.lockHeld(tx, job.id(), self);
            if (held.isEmpty()) {
                return Turn.LOST;
            }
            JobProgress progress = step.store(tx, held.get());
            Instant now = clock.instant();
            jobs.save(tx, JobRules.after(held.get(), progress, now), now, now);
            return Turn.STORED;
        });
    }

    private Turn faulted(Job job) {
        return transactor.inTransaction(tx -> {
            Optional<Job> held = jobs.lockHeld(tx, job.id(), self);
            if (held.isEmpty()) {
                return Turn.LOST;
            }
            Instant now = clock.instant();
            Job faulted = JobRules.faulted(held.get(), now);
            jobs.save(tx, faulted, now, now.plus(JobRules.pauseAfter(faulted)));
            return Turn.STORED;
        });
    }

    private final class Work implements AutoCloseable {
        private final Thread thread;
        private volatile boolean ending;

        Work(Thread.Builder builder) {
            thread = builder.start(this::run);
        }

        private void run() {
            try {
                while (!ending) {
                    if (next() == Turn.NOTHING_TO_DO) {
                        bell.listen(LOOKS_EVERY);
                    }
                }
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
        }

        private Turn next() {
            try {
                return step();
            } catch (DatabaseUnavailable outage) {
                LOG.warn("Background operations wait for the database: {}", outage.getMessage());
            } catch (RuntimeException fault) {
                LOG.error("Background operations could not go on, and try again", fault);
            }
            return Turn.NOTHING_TO_DO;
        }

        @Override
        public void close() {
            ending = true;
            bell.ring();
            try {
                thread.join(HELD_FOR);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
