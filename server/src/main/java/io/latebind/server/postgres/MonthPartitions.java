package io.latebind.server.postgres;

import io.latebind.server.kernel.Transactor;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The monthly partitions of the append-only tables, made ahead of their time. */
public final class MonthPartitions {
    private static final int MONTHS_AHEAD = 2;
    private static final List<String> TABLES = List.of("device_history", "audit_event", "outbox_event");

    private final Transactor transactor;

    public MonthPartitions(Transactor transactor) {
        this.transactor = transactor;
    }

    /** Makes the partitions of this month and the next two, unless they are there. */
    public void makeAhead(Instant now) {
        for (String table : TABLES) {
            for (int i = 0; i <= MONTHS_AHEAD; i++) {
                Instant moment = now.atOffset(ZoneOffset.UTC)
                        .withDayOfMonth(1)
                        .plusMonths(i)
                        .toInstant();
                transactor.inTransaction(tx -> PgTx.of(tx).run(connection -> {
                    try (PreparedStatement call = connection.prepareStatement("SELECT make_month(?, ?)")) {
                        call.setString(1, table);
                        call.setObject(2, SqlValues.timestamp(moment));
                        return call.execute();
                    }
                }));
            }
        }
    }
}
