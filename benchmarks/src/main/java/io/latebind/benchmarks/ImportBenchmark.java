package io.latebind.benchmarks;

import io.latebind.server.LatebindServer;
import io.latebind.server.SystemIds;
import io.latebind.server.config.ConfigReader;
import io.latebind.server.config.ConfigResult;
import io.latebind.server.config.ConfigSources;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.kernel.Secret;
import io.latebind.server.postgres.DatabaseSettings;
import io.latebind.server.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An import of the identity registry as CSV over HTTP into a whole service, beside a COPY of the same rows into a table of the same shape, in
 * one run. Argument: rows (100000).
 */
public final class ImportBenchmark {
    private static final int KEYS = 500;

    private ImportBenchmark() {}

    private record Row(UUID device, byte[] key, String imei) {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        List<Row> rows = rows(count);
        byte[] csv = csv(rows);
        Path directory = Files.createTempDirectory("latebind-benchmark");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, new SystemIds());
                LatebindServer server = new LatebindServer(config(directory.resolve("data"), postgres.settings()))) {
            LatebindServer.Started started = server.start();
            double copy = copy(postgres.settings(), rows);
            System.gc();
            long before = usedHeap();
            peakReset();
            double first = post(started, csv);
            long peak = peak();
            double again = post(started, csv);
            System.out.printf(
                    Locale.ROOT,
                    "%d rows, %.1f MB of CSV: COPY %.2f s; import %.2f s, ratio %.1f; the same again %.2f s; heap %d MB before, at most %d MB%n",
                    count,
                    csv.length / 1e6,
                    copy,
                    first,
                    first / copy,
                    again,
                    before >> 20,
                    peak >> 20);
        }
    }

    private static List<Row> rows(int count) throws GeneralSecurityException {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(BenchmarkIdentity.create().spki());
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Row(UUID.randomUUID(), keys.get(i % KEYS), String.format(Locale.ROOT, "%015d", i)));
        }
        return rows;
    }

    private static byte[] csv(List<Row> rows) {
        StringBuilder csv = new StringBuilder("uuid,publicKey,imei,deviceType\n");
        for (Row row : rows) {
            csv.append(row.device()).append(',');
            csv.append(Base64.getEncoder().encodeToString(row.key())).append(',');
            csv.append(row.imei()).append(",nrf9151_LACA\n");
        }
        return csv.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static ServerConfig config(Path data, DatabaseSettings database) {
        String url = database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + "user="
                + encoded(database.user().orElse("")) + "&password="
                + encoded(database.password().map(Secret::reveal).orElse(""));
        ConfigResult result = ConfigReader.read(new ConfigSources(
                Optional.empty(),
                Map.of(),
                List.of(
                        new ConfigSources.Flag("data-dir", data.toString()),
                        new ConfigSources.Flag("database-url", url),
                        new ConfigSources.Flag("api-listen", "127.0.0.1:0"),
                        new ConfigSources.Flag("device-https-listen", "127.0.0.1:0"),
                        new ConfigSources.Flag("device-coap-listen", "off")),
                "localhost"));
        return switch (result) {
            case ConfigResult.Accepted(ServerConfig config) -> config;
            case ConfigResult.Rejected(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Seconds that psql needs, its start included. */
    private static double copy(DatabaseSettings database, List<Row> rows) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("CREATE TABLE registry_copy (LIKE identity_registry INCLUDING ALL);\n")
                .append("COPY registry_copy FROM STDIN;\n");
        for (Row row : rows) {
            script.append(row.device()).append("\t\\\\x");
            script.append(HexFormat.of().formatHex(row.key())).append('\t').append(row.imei());
            script.append("\t6\t2026-11-22 00:00:00+00\t").append(row.device()).append('\n');
        }
        script.append("\\.\nDROP TABLE registry_copy;\n");
        Path file = Files.createTempFile("registry", ".sql");
        try {
            Files.writeString(file, script);
            URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
            ProcessBuilder psql = new ProcessBuilder(
                    "psql",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-h",
                    server.getHost(),
                    "-p",
                    Integer.toString(server.getPort()),
                    "-U",
                    database.user().orElseThrow(),
                    "-f",
                    file.toString(),
                    server.getPath().substring(1));
            psql.environment()
                    .put("PGPASSWORD", database.password().orElseThrow().reveal());
            long begin = System.nanoTime();
            Process process = psql.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("psql failed: " + output);
            }
            return seconds(begin);
        } finally {
            Files.delete(file);
        }
    }

    private static double post(LatebindServer.Started started, byte[] csv) throws IOException, InterruptedException {
        String key = Files.readString(started.ownerKey()).strip();
        try (HttpClient http = HttpClient.newHttpClient()) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + started.api().getPort() + "/v1/identities"))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "text/csv")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(csv))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            System.out.println(answer.body());
            return seconds(begin);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void peakReset() {
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The sum of the pools' peaks: at least what was used at any one moment. */
    private static long peak() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
