package io.latebind.benchmarks;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.server.SystemIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.kernel.Origin;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.EmbeddedPostgres;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Fetches and reports per second through {@code DeviceLink}, beside pgbench running the same SQL and beside the signature checks that
 * the processor can do, all in one run. Arguments: visits (10000), threads (8).
 */
public final class VisitBenchmark {
    private static final FetchRequest FETCH =
            new FetchRequest("", DeviceBuffers.DEFAULT, Optional.of("mfw_nrf91x1_2.0.2"), Optional.of("1"));

    private static final Origin FROM = new Origin("198.51.100.7", "benchmark");

    private VisitBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(NativeCryptography.prefer().sentence());
        int visits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        BenchmarkIdentity identity = BenchmarkIdentity.create();
        Path directory = Files.createTempDirectory("latebind-benchmark");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, new SystemIds());
                Database database = Database.open(postgres.settings().withPoolSize(threads))) {
            int warmup = visits / 4;
            BenchmarkFleet.insert(database, 2 * visits + warmup, identity.spki());
            DeviceLink link = BenchmarkLink.of(database.transactor());
            List<String> jwts = identity.jwts(2 * visits + warmup);

            PgbenchVisits pgbench = new PgbenchVisits(postgres.settings(), threads);
            double pgFetches = pgbench.fetches(visits);
            double pgReports = pgbench.reports(visits);
            perSecond(threads, 2 * visits, warmup, i -> fetch(link, jwts.get(i)));
            perSecond(threads, 2 * visits, warmup, i -> report(link, jwts.get(i), i));
            double fetches = perSecond(threads, visits, visits, i -> fetch(link, jwts.get(i)));
            double reports = perSecond(threads, visits, visits, i -> report(link, jwts.get(i), i));
            double checks = perSecond(threads, 0, visits, i -> verify(jwts.get(i), identity));
            print("fetch", fetches, pgFetches);
            print("report", reports, pgReports);
            System.out.printf(Locale.ROOT, "JWT checks alone: %.0f/s%n", checks);
        }
    }

    private static void print(String what, double ours, double pgbench) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f/s, pgbench with the same SQL %.0f/s, ratio %.2f%n",
                what,
                ours,
                pgbench,
                ours / pgbench);
    }

    private static void fetch(DeviceLink link, String jwt) {
        require(link.fetch(FROM, jwt, FETCH) instanceof LinkAnswer.Commands);
    }

    private static void report(DeviceLink link, String jwt, int device) {
        byte[] body = DeviceMessages.encodeResponses(List.of(
                new DeviceResponse.AtResponse(correlation(1, device, 1), "OK\r\n"),
                new DeviceResponse.AtResponse(correlation(1, device, 0), "%KEYGEN: \"AAAA.BBBB\"\r\nOK\r\n"),
                new DeviceResponse.ConfigResponse(correlation(2, device, 0)),
                new DeviceResponse.FinishedResponse(correlation(3, device, 0))));
        require(link.report(FROM, jwt, body) instanceof LinkAnswer.Acknowledged);
    }

    private static String correlation(int place, int device, int step) {
        UUID command = UUID.fromString(String.format(Locale.ROOT, "1000000%d-0000-4000-8000-%012x", place, device));
        return new CorrelationId(new CommandId(command), place, step).toString();
    }

    private static void verify(String jwt, BenchmarkIdentity identity) {
        require(DeviceJwt.parse(jwt) instanceof Parsed.Valid<DeviceJwt>(DeviceJwt parsed)
                && P256PublicKey.fromSpki(identity.spki()) instanceof Parsed.Valid<P256PublicKey>(P256PublicKey key)
                && parsed.verifiesUnder(key));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a visit did not go as it should");
        }
    }

    private static double perSecond(int threads, int first, int count, IntConsumer visit) throws Exception {
        AtomicInteger next = new AtomicInteger(first);
        long begin = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ends.add(pool.submit(() -> {
                    for (int n = next.getAndIncrement(); n < first + count; n = next.getAndIncrement()) {
                        visit.accept(n);
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }
}
