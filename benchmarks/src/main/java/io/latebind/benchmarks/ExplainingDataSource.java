package io.latebind.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool that also asks for the plan of each statement that it runs, with the values that were bound to it. */
final class ExplainingDataSource {
    private static final String READS = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) ";
    /** A change is planned, not executed a second time. */
    private static final String CHANGES = "EXPLAIN (COSTS OFF) ";

    private final DataSource pool;
    private final List<String> plans = new ArrayList<>();

    ExplainingDataSource(DataSource pool) {
        this.pool = pool;
    }

    /** The plans since the last call, in order. */
    List<String> takePlans() {
        List<String> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    DataSource dataSource() {
        return proxy(
                DataSource.class,
                (method, arguments) -> method.getName().equals("getConnection")
                        ? connection(pool.getConnection())
                        : method.invoke(pool, arguments));
    }

    private Connection connection(Connection real) {
        return proxy(
                Connection.class,
                (method, arguments) -> method.getName().equals("prepareStatement") && arguments.length == 1
                        ? statement(real, (String) arguments[0])
                        : method.invoke(real, arguments));
    }

    private PreparedStatement statement(Connection connection, String sql) throws SQLException {
        PreparedStatement real = connection.prepareStatement(sql);
        boolean changes = sql.contains("UPDATE") || sql.contains("INSERT");
        PreparedStatement plan = connection.prepareStatement((changes ? CHANGES : READS) + sql);
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") || method.getName().equals("close")) {
                method.invoke(plan, arguments);
            } else if (method.getName().startsWith("execute")) {
                plans.add(textOf(plan));
            }
            return method.invoke(real, arguments);
        });
    }

    private static String textOf(PreparedStatement plan) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet line = plan.executeQuery()) {
            while (line.next()) {
                text.append(line.getString(1)).append('\n');
            }
        }
        return text.toString();
    }

    private interface Call {
        @Nullable
        Object on(Method method, Object[] arguments) throws SQLException, ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        return call.on(method, arguments == null ? new Object[0] : arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                }));
    }
}
