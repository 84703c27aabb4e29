package io.latebind.server.postgres;

import io.latebind.server.kernel.Sight;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a caller can see, as a condition on {@code claimed_device}. */
public final class SightSql {
    /** For a query that names the table {@code c}; its two values are bound by {@link #bind}. */
    public static final String CONDITION = "c.team_id = ? AND (? OR c.claimer_role IN ('VIEWER', 'EDITOR'))";

    private SightSql() {}

    /** Binds the values of {@link #CONDITION} from {@code first} on, and says which place is next. */
    public static int bind(PreparedStatement statement, int first, Sight sight) throws SQLException {
        statement.setObject(first, sight.team().value());
        statement.setBoolean(first + 1, sight.everything());
        return first + 2;
    }
}
