package io.latebind.benchmarks;

import io.latebind.server.postgres.DatabaseSettings;
import io.latebind.server.provisioning.store.QueueSql;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit of the machine: pgbench runs the two statements of a visit, with the values that a visit has. */
final class PgbenchVisits {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final String DEVICE = BenchmarkFleet.deviceSql(":i::bigint");

    /** One for each command, and one for the status of the device. */
    private static final int EVENTS = BenchmarkFleet.COMMANDS + 1;

    private static final String EVENT =
            "{\"commandId\":\"10000001-0000-4000-8000-000000000001\",\"type\":\"clientPrivateKeyGeneration\"}";

    private final DatabaseSettings database;
    private final int clients;

    PgbenchVisits(DatabaseSettings database, int clients) {
        this.database = database;
        this.clients = clients;
    }

    /** Transactions per second of {@code visits} fetches of devices that come for the first time. */
    double fetches(int visits) throws IOException, InterruptedException {
        return run(visits, List.of("PROVISIONING", "3", "true", "IN_PROGRESS", "", "2", "1"));
    }

    /** Transactions per second of {@code visits} reports of the same devices. */
    double reports(int visits) throws IOException, InterruptedException {
        return run(visits, List.of("PROVISIONED", "3", "false", "SUCCEEDED", "{\"config\":{}}", "3", "0"));
    }

    private double run(int visits, List<String> values) throws IOException, InterruptedException {
        Path script = Files.createTempFile("visit", ".pgbench");
        try {
            Files.writeString(script, script(values));
            URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
            ProcessBuilder pgbench = new ProcessBuilder(
                    "pgbench",
                    "-n",
                    "-M",
                    "prepared",
                    "-h",
                    server.getHost(),
                    "-p",
                    Integer.toString(server.getPort()),
                    "-U",
                    database.user().orElseThrow(),
                    "-c",
                    Integer.toString(clients),
                    "-j",
                    "2",
                    "-t",
                    Integer.toString(visits / clients),
                    "-D",
                    "n=-1",
                    "-f",
                    script.toString(),
                    server.getPath().substring(1));
            pgbench.environment()
                    .put("PGPASSWORD", database.password().orElseThrow().reveal());
            Process process = pgbench.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher tps = TPS.matcher(output);
            if (process.waitFor() != 0 || !tps.find()) {
                throw new IOException("pgbench failed: " + output);
            }
            return Double.parseDouble(tps.group(1));
        } finally {
            Files.delete(script);
        }
    }

    private String script(List<String> values) {
        String load = QueueSql.SESSION.replace("?", DEVICE).strip();
        return "\\set n :n + 1\n\\set i :n * " + clients + " + :client_id\n" + load.replace('\n', ' ') + " \\aset\n"
                + save(values).strip().replace('\n', ' ') + ";\n";
    }

    /** Each placeholder in turn becomes the value that a visit binds to it. */
    private static String save(List<String> values) {
        boolean delivered = values.get(3).equals("IN_PROGRESS");
        int historyLines = Integer.parseInt(values.get(5));
        List<String> bound = List.of(
                quoted(values.get(0)),
                values.get(1),
                values.get(2),
                "true",
                "'READY'",
                delivered ? "false" : "true",
                "now()",
                delivered ? "'mfw_nrf91x1_2.0.2'" : "NULL",
                delivered ? "'1'" : "NULL",
                delivered ? "1" : "NULL",
                delivered ? "now()" : "NULL",
                DEVICE,
                ":claim_id::uuid",
                ":version",
                "NULL",
                "NULL",
                "NULL",
                "ARRAY[" + BenchmarkFleet.commandSql(1, ":i::bigint") + "," + BenchmarkFleet.commandSql(2, ":i::bigint")
                        + "," + BenchmarkFleet.commandSql(3, ":i::bigint") + "]",
                "ARRAY[1,2,3]",
                three(quoted(values.get(3))),
                three(values.get(4).isEmpty() ? "NULL" : quoted(values.get(4))),
                three("false"),
                three("1"),
                three("1"),
                "ARRAY[1,2,3]",
                "ARRAY[1,2,3]",
                three("false"),
                three("false"),
                three("NULL"),
                three("NULL"),
                three("NULL"),
                three("NULL"),
                three("now()"),
                "ARRAY[]",
                "now()",
                many(historyLines, "gen_random_uuid()"),
                many(historyLines, "'ANSWERED'"),
                many(historyLines, "NULL"),
                many(historyLines, "'clientPrivateKeyGeneration succeeded'"),
                many(historyLines, delivered ? "'{\"address\":\"198.51.100.7\"}'" : "NULL"),
                "now()",
                many(EVENTS, "gen_random_uuid()"),
                many(EVENTS, "'command.delivered'"),
                many(EVENTS, quoted(EVENT)));
        StringBuilder sql = new StringBuilder();
        int next = 0;
        for (String part : (QueueSql.SAVE + " ").split("\\?", -1)) {
            sql.append(part);
            if (next < bound.size()) {
                sql.append(bound.get(next++));
            }
        }
        return sql.toString();
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static String three(String value) {
        return many(BenchmarkFleet.COMMANDS, value);
    }

    private static String many(int count, String value) {
        return "ARRAY[" + String.join(",", java.util.Collections.nCopies(count, value)) + "]";
    }
}
