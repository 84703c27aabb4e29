package io.latebind.server.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements on a connection. */
@FunctionalInterface
public interface SqlWork<T> {
    T on(Connection connection) throws SQLException;
}
