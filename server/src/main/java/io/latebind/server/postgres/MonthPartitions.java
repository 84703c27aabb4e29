package io.latebind.server.postgres;

import io.latebind.server.kernel.Transactor;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The monthly partitions of the append-only tables, made ahead of their time. */
public final class MonthPartitions {
    private static final int MONTHS_AHEAD = 2;
    private static final List<String> TABLES = List.of("device_history", "audit_event", "outbox_event");

    private final Transactor transactor;
    private volatile Instant readyUntil = Instant.EPOCH;

    public MonthPartitions(Transactor transactor) {
        this.transactor = transactor;
    }

    /** Makes the partitions of this month and the next two, unless they are there. */
    public void makeAhead(Instant now) {
        OffsetDateTime month = now.atOffset(ZoneOffset.UTC).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
        for (String table : TABLES) {
            for (int i = 0; i <= MONTHS_AHEAD; i++) {
                Instant moment = month.plusMonths(i).toInstant();
                transactor.inTransaction(tx -> PgTx.of(tx).run(connection -> {
                    try (PreparedStatement call = connection.prepareStatement("SELECT make_month(?, ?)")) {
                        call.setString(1, table);
                        call.setObject(2, SqlValues.timestamp(moment));
                        return call.execute();
                    }
                }));
            }
        }
        readyUntil = month.plusMonths(MONTHS_AHEAD + 1).toInstant();
    }

    /** Until when there are partitions, as far as was seen; 1970 before {@link #makeAhead} has succeeded. */
    public Instant readyUntil() {
        return readyUntil;
    }
}
