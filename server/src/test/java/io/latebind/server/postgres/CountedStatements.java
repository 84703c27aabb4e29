package io.latebind.server.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts the statements which are prepared on its connections. */
public final class CountedStatements {
    private final AtomicInteger prepared = new AtomicInteger();
    private final DataSource dataSource;

    public CountedStatements(DataSource real) {
        dataSource = proxy(DataSource.class, real, false);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** How many {@code work} prepares. */
    public int during(Runnable work) {
        int before = prepared.get();
        work.run();
        return prepared.get() - before;
    }

    private <T> T proxy(Class<T> type, T real, boolean counts) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (counts && method.getName().equals("prepareStatement")) {
                        prepared.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof Connection connection
                                ? proxy(Connection.class, connection, true)
                                : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
