package io.latebind.server.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A statement failed for a reason other than an outage: a bug. Carries the SQLState and the names of what was hurt, never a
 * value: PostgreSQL's own texts may quote data, so neither they nor the driver's exception are kept.
 */
public final class DatabaseFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    DatabaseFault(SQLException fault) {
        super(describe(fault));
        this.sqlState = stateOf(fault);
        setStackTrace(fault.getStackTrace());
    }

    /** The five characters of PostgreSQL's appendix A, or {@code ?????} when the driver named none. */
    public String sqlState() {
        return sqlState;
    }

    static String stateOf(SQLException fault) {
        String state = fault.getSQLState();
        return state == null ? "?????" : state;
    }

    private static String describe(SQLException fault) {
        StringBuilder text = new StringBuilder("SQLState ").append(stateOf(fault));
        ServerErrorMessage server = fault instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server != null) {
            add(text, "constraint", server.getConstraint());
            add(text, "table", server.getTable());
            add(text, "column", server.getColumn());
            add(text, "routine", server.getRoutine());
            if (stateOf(fault).startsWith("42")) {
                // syntax, unknown names, missing rights: quotes our own SQL text only
                add(text, "reason", server.getMessage());
            }
        } else {
            add(text, "thrown by", fault.getClass().getSimpleName());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }
}
