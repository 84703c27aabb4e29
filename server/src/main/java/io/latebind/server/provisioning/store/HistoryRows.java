package io.latebind.server.provisioning.store;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.HistoryEntry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Lines of {@code device_history} on their way in. */
final class HistoryRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    private HistoryRows() {}

    /** The details as JSON; null when there are none. */
    static @Nullable String details(HistoryEntry entry) {
        return entry.details().values().isEmpty()
                ? null
                : JSON.writeValueAsString(entry.details().values());
    }

    /**
     * Binds id, time, kind, command, text and details behind the {@code bound} values that are bound already.
     *
     * @return how many values are bound now
     */
    static int bind(PreparedStatement statement, int bound, IdSource ids, HistoryEntry entry, Instant at)
            throws SQLException {
        statement.setObject(bound + 1, ids.newUuid());
        statement.setObject(bound + 2, SqlValues.timestamp(at));
        statement.setString(bound + 3, entry.kind().name());
        statement.setObject(bound + 4, entry.command().map(id -> id.value()).orElse(null));
        statement.setString(bound + 5, entry.text());
        statement.setString(bound + 6, details(entry));
        return bound + 6;
    }
}
