package io.latebind.server.device.bulk.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimRow;
import io.latebind.server.device.RowRefusal;
import io.latebind.server.device.bulk.BulkStore;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Bulk claims in PostgreSQL: the rows of a part are one row, so that putting it away and taking it out is one statement. */
public final class PgBulkStore implements BulkStore {
    private static final String ADD =
            "INSERT INTO bulk_claim_part (job_id, first_row, tokens, tags) VALUES (?, ?, ?, ?)";

    private static final String NEXT =
            "SELECT first_row, tokens, tags FROM bulk_claim_part WHERE job_id = ? ORDER BY first_row LIMIT 1";

    private static final String REMOVE = "DELETE FROM bulk_claim_part WHERE job_id = ? AND first_row = ?";

    private static final String REFUSE = """
            INSERT INTO bulk_claim_refusal (job_id, row, code, message)
            SELECT ?, r.row, r.code, r.message FROM unnest(?::int[], ?::int[], ?::text[]) AS r(row, code, message)
            """;

    /** The rows of those that are there already: what this statement inserts it does not see. */
    private static final String REHEARSE = """
            WITH now AS (
                SELECT * FROM unnest(?::uuid[], ?::int[]) AS d(device_uuid, row)
            ), remembered AS (
                INSERT INTO bulk_claim_rehearsed (job_id, device_uuid, row) SELECT ?, device_uuid, row FROM now
                ON CONFLICT DO NOTHING
            )
            SELECT device_uuid, r.row FROM bulk_claim_rehearsed r JOIN now USING (device_uuid) WHERE r.job_id = ?
            """;

    @Override
    public void addPart(Tx tx, JobId job, List<ClaimRow> rows) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setObject(1, job.value());
                insert.setInt(2, rows.getFirst().row());
                insert.setArray(
                        3,
                        connection.createArrayOf(
                                "text", rows.stream().map(ClaimRow::claimToken).toArray()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                rows.stream()
                                        .map(row -> String.join(",", row.tags()))
                                        .toArray()));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public List<ClaimRow> nextPart(Tx tx, JobId job) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(NEXT)) {
                query.setObject(1, job.value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? rows(row) : List.of();
                }
            }
        });
    }

    private static List<ClaimRow> rows(ResultSet row) throws SQLException {
        int first = row.getInt("first_row");
        String[] tokens = (String[]) row.getArray("tokens").getArray();
        String[] tags = (String[]) row.getArray("tags").getArray();
        List<ClaimRow> rows = new ArrayList<>(tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            rows.add(new ClaimRow(
                    first + i, tokens[i], tags[i].isEmpty() ? List.of() : List.of(tags[i].split(",", -1))));
        }
        return rows;
    }

    @Override
    public boolean removePart(Tx tx, JobId job, int firstRow) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                delete.setObject(1, job.value());
                delete.setInt(2, firstRow);
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void clear(Tx tx, JobId job) {
        PgTx.of(tx).run(connection -> {
            delete(connection, "DELETE FROM bulk_claim_part WHERE job_id = ?", job);
            return delete(connection, "DELETE FROM bulk_claim_rehearsed WHERE job_id = ?", job);
        });
    }

    private static int delete(Connection connection, String sql, JobId job) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, job.value());
            return delete.executeUpdate();
        }
    }

    @Override
    public Map<DeviceUuid, Integer> rehearse(Tx tx, JobId job, Map<DeviceUuid, Integer> devices) {
        Object[] uuids = devices.keySet().stream().map(DeviceUuid::value).toArray();
        Object[] rows = devices.values().toArray();
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(REHEARSE)) {
                statement.setArray(1, connection.createArrayOf("uuid", uuids));
                statement.setArray(2, connection.createArrayOf("int", rows));
                statement.setObject(3, job.value());
                statement.setObject(4, job.value());
                Map<DeviceUuid, Integer> earlier = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        earlier.put(new DeviceUuid(row.getObject("device_uuid", UUID.class)), row.getInt("row"));
                    }
                }
                return earlier;
            }
        });
    }

    @Override
    public void refuse(Tx tx, JobId job, List<RowRefusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(REFUSE)) {
                insert.setObject(1, job.value());
                insert.setArray(
                        2,
                        connection.createArrayOf(
                                "int", refusals.stream().map(RowRefusal::row).toArray()));
                insert.setArray(
                        3,
                        connection.createArrayOf(
                                "int", refusals.stream().map(RowRefusal::code).toArray()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                refusals.stream().map(RowRefusal::message).toArray()));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public List<RowRefusal> refusals(Tx tx, JobId job, Optional<Integer> behind, boolean descending, int limit) {
        String sql = "SELECT row, code, message FROM bulk_claim_refusal WHERE job_id = ?"
                + (behind.isPresent() ? " AND row " + (descending ? "<" : ">") + " ?" : "")
                + " ORDER BY row " + (descending ? "DESC" : "ASC") + " LIMIT ?";
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                int bound = 0;
                query.setObject(++bound, job.value());
                if (behind.isPresent()) {
                    query.setInt(++bound, behind.get());
                }
                query.setInt(++bound, limit);
                List<RowRefusal> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new RowRefusal(row.getInt("row"), row.getInt("code"), row.getString("message")));
                    }
                }
                return found;
            }
        });
    }
}
