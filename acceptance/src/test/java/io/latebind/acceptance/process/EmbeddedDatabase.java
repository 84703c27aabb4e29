package io.latebind.acceptance.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The embedded database of a running service, reached as an operator would: with the password that lies beside it. */
public final class EmbeddedDatabase {
    private static final int PORT_LINE = 3;

    private EmbeddedDatabase() {}

    /** With user and password. */
    public static String url(Path dataDir) throws IOException {
        Path postgres = dataDir.resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("data").resolve("postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        String password = Files.readString(postgres.resolve("password")).strip();
        return "jdbc:postgresql://127.0.0.1:" + port + "/latebind?user=latebind&password=" + password;
    }

    public static void execute(Path dataDir, String sql) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url(dataDir));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    public static String ask(Path dataDir, String sql) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url(dataDir));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
