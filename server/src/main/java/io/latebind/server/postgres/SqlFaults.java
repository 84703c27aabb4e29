package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells outages, which pass, from bugs, which do not. SQLStates: PostgreSQL documentation, appendix A. */
final class SqlFaults {
    private SqlFaults() {}

    static RuntimeException translate(SQLException fault) {
        return isOutage(fault) ? outage(fault) : new DatabaseFault(fault);
    }

    static DatabaseUnavailable outage(SQLException fault) {
        String state = DatabaseFault.stateOf(fault);
        String reason = switch (state) {
            case "53100" -> "the disk of the database is full; free some space there";
            case "53300" -> "the database has no connection left for us; raise its max_connections";
            case "25006" -> "the database takes no writes: it is a replica, or recovers";
            case "58030" -> "the disk of the database fails";
            default -> "the database does not answer";
        };
        return new DatabaseUnavailable(reason + " (SQLState " + state + ")", fault);
    }

    static boolean isOutage(SQLException fault) {
        if (fault instanceof SQLTransientConnectionException) {
            return true; // the pool gave up waiting
        }
        String state = DatabaseFault.stateOf(fault);
        return switch (state) {
            // shutdown, crash of another session, still starting; a replica
            case "57P01", "57P02", "57P03", "25006" -> true;
            default -> {
                // 08 connection, 53 disk full, out of memory, too many connections; 58 input/output error
                String kind = state.substring(0, 2);
                yield kind.equals("08") || kind.equals("53") || kind.equals("58");
            }
        };
    }

    /** A deadlock or a serialization failure: PostgreSQL asks to run the transaction again. */
    static boolean asksToRetry(DatabaseFault fault) {
        return fault.sqlState().equals("40001") || fault.sqlState().equals("40P01");
    }
}
