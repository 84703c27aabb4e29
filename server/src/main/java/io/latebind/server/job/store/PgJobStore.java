package io.latebind.server.job.store;

import io.latebind.server.job.Job;
import io.latebind.server.job.JobFilter;
import io.latebind.server.job.JobState;
import io.latebind.server.job.JobStatus;
import io.latebind.server.job.JobStore;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Background operations in PostgreSQL. */
public final class PgJobStore implements JobStore {
    private static final String COLUMNS = """
            id, kind, team_id, operating, member_id, api_key_id, role, address, request_id, total, created_at, status, done, failed,
            cancelled, message, finished_at, faults
            """;

    private static final String ADD = """
            INSERT INTO job (id, kind, team_id, operating, member_id, api_key_id, role, address, request_id, total, created_at, status,
                done, failed, cancelled, faults, free_from, stepped_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, false, 0, ?, ?)
            """;

    private static final String TAKE = """
            UPDATE job SET held_by = ?, free_from = ?
            WHERE id = (
                SELECT id FROM job WHERE finished_at IS NULL AND kind = ANY (?) AND free_from <= ?
                ORDER BY stepped_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + COLUMNS;

    private static final String HELD =
            "SELECT " + COLUMNS + " FROM job WHERE id = ? AND held_by = ? AND finished_at IS NULL FOR UPDATE";

    private static final String SAVE = """
            UPDATE job SET status = ?, done = ?, failed = ?, cancelled = ?, message = ?, finished_at = ?, faults = ?, held_by = NULL,
                free_from = ?, stepped_at = ?
            WHERE id = ?
            """;

    private static final String MEANT =
            " FROM job WHERE team_id = ? AND kind = ANY (?) AND (?::uuid IS NULL OR member_id = ?)";

    private static final String FORGET = """
            DELETE FROM job WHERE id IN (SELECT id FROM job WHERE finished_at < ? LIMIT 100)
            """;

    @Override
    public void add(Tx tx, Job job) {
        Principal starter = job.starter();
        Sql.update(
                tx,
                ADD,
                job.id().value(),
                job.kind(),
                starter.team().value(),
                starter.operating(),
                starter.member().value(),
                starter.key().value(),
                starter.role().name(),
                starter.origin().address(),
                starter.origin().requestId(),
                job.total(),
                SqlValues.timestamp(job.createdAt()),
                job.state().status().name(),
                SqlValues.timestamp(job.createdAt()),
                SqlValues.timestamp(job.createdAt()));
    }

    @Override
    public int unfinished(Tx tx, TeamId team) {
        return Sql.query(
                        tx,
                        "SELECT count(*) FROM job WHERE team_id = ? AND finished_at IS NULL",
                        row -> row.getInt(1),
                        team.value())
                .getFirst();
    }

    @Override
    public Optional<Job> take(Tx tx, Set<String> kinds, UUID holder, Instant now, Instant until) {
        return first(
                tx, TAKE, holder, SqlValues.timestamp(until), kinds.toArray(String[]::new), SqlValues.timestamp(now));
    }

    @Override
    public Optional<Job> lockHeld(Tx tx, JobId id, UUID holder) {
        return first(tx, HELD, id.value(), holder);
    }

    @Override
    public Optional<Job> lock(Tx tx, JobFilter filter, JobId id) {
        return first(tx, "SELECT " + COLUMNS + MEANT + " AND id = ? FOR UPDATE", values(filter, id.value()));
    }

    @Override
    public Optional<Job> find(Tx tx, JobFilter filter, JobId id) {
        return first(tx, "SELECT " + COLUMNS + MEANT + " AND id = ?", values(filter, id.value()));
    }

    @Override
    public void save(Tx tx, Job job, Instant now, Instant freeFrom) {
        JobState state = job.state();
        Sql.update(
                tx,
                SAVE,
                state.status().name(),
                state.done(),
                state.failed(),
                state.cancelled(),
                state.message().orElse(null),
                state.finishedAt().map(SqlValues::timestamp).orElse(null),
                state.faults(),
                SqlValues.timestamp(freeFrom),
                SqlValues.timestamp(now),
                job.id().value());
    }

    @Override
    public List<Job> list(Tx tx, JobFilter filter, Optional<JobId> behind, boolean descending, int limit) {
        String sql = "SELECT " + COLUMNS + MEANT
                + (behind.isPresent() ? " AND id " + (descending ? "<" : ">") + " ?" : "")
                + " ORDER BY id " + (descending ? "DESC" : "ASC") + " LIMIT ?";
        return behind.isPresent()
                ? Sql.query(
                        tx, sql, PgJobStore::job, values(filter, behind.get().value(), limit))
                : Sql.query(tx, sql, PgJobStore::job, values(filter, limit));
    }

    @Override
    public long count(Tx tx, JobFilter filter) {
        return Sql.query(tx, "SELECT count(*)" + MEANT, row -> row.getLong(1), values(filter))
                .getFirst();
    }

    @Override
    public int forget(Tx tx, Instant before) {
        return Sql.update(tx, FORGET, SqlValues.timestamp(before));
    }

    private static @Nullable Object[] values(JobFilter filter, Object... more) {
        UUID starter = filter.starter().map(MemberId::value).orElse(null);
        List<@Nullable Object> values = new ArrayList<>();
        values.add(filter.team().value());
        values.add(filter.kinds().toArray(String[]::new));
        values.add(starter);
        values.add(starter);
        values.addAll(List.of(more));
        return values.toArray();
    }

    private static Job job(ResultSet row) throws SQLException {
        Principal starter = new Principal(
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getBoolean("operating"),
                new MemberId(row.getObject("member_id", UUID.class)),
                new ApiKeyId(row.getObject("api_key_id", UUID.class)),
                Role.valueOf(row.getString("role")),
                new Origin(row.getString("address"), row.getString("request_id")));
        return new Job(
                new JobId(row.getObject("id", UUID.class)),
                row.getString("kind"),
                starter,
                row.getInt("total"),
                SqlValues.instant(row, "created_at").orElseThrow(),
                new JobState(
                        JobStatus.valueOf(row.getString("status")),
                        row.getInt("done"),
                        row.getInt("failed"),
                        row.getBoolean("cancelled"),
                        Optional.ofNullable(row.getString("message")),
                        SqlValues.instant(row, "finished_at"),
                        row.getInt("faults")));
    }

    private static Optional<Job> first(Tx tx, String sql, @Nullable Object... values) {
        return Sql.query(tx, sql, PgJobStore::job, values).stream().findFirst();
    }
}
