package io.latebind.benchmarks;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.SystemIds;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.device.DeviceStore;
import io.latebind.server.device.store.DeviceCounts;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.postgres.Database;
import io.latebind.server.postgres.DatabaseSettings;
import io.latebind.server.postgres.EmbeddedPostgres;
import io.latebind.server.postgres.PgTransactor;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What lists, totals and visits cost with a million devices, beside what they cost with ten thousand: the real code on both databases in
 * turn, one operation here, one there, and all operations in turn, so that whatever else the machine does meets all. Prints the medians, their ratios and the query
 * plans. Arguments: devices of the small fleet (10000), of the large one (1000000), repetitions (400), directory with room for 3 GB
 * (a temporary one).
 */
public final class ScaleBenchmark {
    /** Repetitions of one operation before the next one has its turn: all of them meet the same hours of the machine. */
    private static final int ROUND = 50;

    private static final FetchRequest FETCH =
            new FetchRequest("", DeviceBuffers.DEFAULT, Optional.of("mfw_nrf91x1_2.0.2"), Optional.of("1"));

    private static final DeviceStore DEVICES = new PgDeviceStore();

    /**
     * One of the two fleets, with the code that works on it. Those who visit it are spread over the whole of it, in pairs: a device
     * with commands, and one without.
     */
    private record Side(
            int count, int every, Sight sight, Transactor transactor, DeviceLink link, List<String> jwtsOfPairs) {
        int withCommands(int pair) {
            return pair * every;
        }
    }

    private interface Operation {
        void on(Side side, int repetition);
    }

    private ScaleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int few = argument(arguments, 0, 10_000);
        int many = argument(arguments, 1, 1_000_000);
        int repetitions = argument(arguments, 2, 400);
        Path directory =
                arguments.length > 3 ? Path.of(arguments[3]) : Files.createTempDirectory("latebind-scale-benchmark");
        BenchmarkIdentity identity = BenchmarkIdentity.create();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, new SystemIds());
                Database small = database(postgres, "small");
                Database large = database(postgres, "large")) {
            // the last one is for the plans
            int visits = repetitions + repetitions / 4 + 1;
            Side smallSide = side(small, few, visits, identity);
            Side largeSide = side(large, many, visits, identity);
            List<Measured> all = operations().entrySet().stream()
                    .map(one -> new Measured(one.getKey(), one.getValue(), repetitions))
                    .toList();
            for (int first = 0; first < visits - 1; first += ROUND) {
                // the service does so every two seconds
                new DeviceCounts(smallSide.transactor()).addUp();
                new DeviceCounts(largeSide.transactor()).addUp();
                for (Measured each : all) {
                    for (int i = first; i < Math.min(first + ROUND, visits - 1); i++) {
                        each.run(smallSide, largeSide, i);
                    }
                }
            }
            System.out.printf(Locale.ROOT, "| | %d devices | %d devices | ratio |%n|---|---|---|---|%n", few, many);
            all.forEach(Measured::print);
            printPlans(largeSide, large, largeSide.jwtsOfPairs().get(2 * visits - 2));
        }
    }

    private static int argument(String[] arguments, int index, int standard) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : standard;
    }

    private static Database database(EmbeddedPostgres postgres, String name) throws Exception {
        DatabaseSettings settings = postgres.settings();
        try (Database first = Database.open(settings.withPoolSize(1));
                Connection connection = first.dataSource().getConnection();
                Statement create = connection.createStatement()) {
            create.execute("CREATE DATABASE " + name);
        }
        // making a million devices takes longer than a service may wait for an answer
        String url =
                settings.jdbcUrl().replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*", "$1" + name) + "?socketTimeout=0";
        return Database.open(new DatabaseSettings(url, settings.user(), settings.password(), 2));
    }

    private static Side side(Database database, int count, int visits, BenchmarkIdentity identity) throws Exception {
        long begin = System.nanoTime();
        int every = count / visits;
        TeamId team = ScaleFleet.insert(database, count, every, identity.spki());
        System.err.printf(Locale.ROOT, "%d devices made in %d s%n", count, (System.nanoTime() - begin) / 1_000_000_000);
        DeviceLink link = BenchmarkLink.of(database.transactor());
        return new Side(
                count,
                every,
                Sight.whole(team),
                database.transactor(),
                link,
                identity.jwts(IntStream.range(0, 2 * visits).map(i -> i / 2 * every + i % 2)));
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("list, oldest first", list(true, filter(null, null, null), false));
        operations.put("list, newest first", list(true, filter(null, null, null), true));
        operations.put("list, from the middle", ScaleBenchmark::fromTheMiddle);
        operations.put("list as a viewer, who sees 500", list(false, filter(null, null, null), false));
        operations.put("`tag=production` (95 %)", list(true, filter(null, "production", null), false));
        operations.put("`tag=site-7` (0.5 %)", list(true, filter(null, "site-7", null), false));
        operations.put("`tag=rare` (30 devices)", list(true, filter(null, "rare", null), false));
        operations.put("`tag=nobodys`", list(true, filter(null, "nobodys", null), false));
        operations.put("`status=PROVISIONED`", list(true, filter(DeviceStatus.PROVISIONED, null, null), true));
        operations.put("`status=ERROR` (30 devices)", list(true, filter(DeviceStatus.ERROR, null, null), false));
        operations.put("`deviceType=nrf9161_LACA` (30 devices)", list(true, filter(null, null, 4), false));
        operations.put("`deviceType=unknown_77`", list(true, filter(null, null, 77), false));
        operations.put(
                "`status=ERROR&tag=production`", list(true, filter(DeviceStatus.ERROR, "production", null), false));
        operations.put(
                "`status=AWAITING&tag=pilot` (none)", list(true, filter(DeviceStatus.AWAITING, "pilot", null), false));
        operations.put(
                "one device",
                (side, i) -> require(side.transactor()
                        .perStatement(tx -> DEVICES.find(tx, side.sight(), BenchmarkFleet.device(side.withCommands(i))))
                        .isPresent()));
        operations.put("visit that finds nothing", ScaleBenchmark::idle);
        operations.put("visit that fetches three commands", ScaleBenchmark::fetch);
        operations.put("report of three results", ScaleBenchmark::report);
        return operations;
    }

    private static DeviceFilter filter(
            @Nullable DeviceStatus status, @Nullable String tag, @Nullable Integer deviceType) {
        return new DeviceFilter(
                Optional.ofNullable(status),
                Optional.ofNullable(tag),
                Optional.ofNullable(deviceType),
                Optional.empty());
    }

    private static Operation list(boolean everything, DeviceFilter filter, boolean descending) {
        return (side, _) -> list(side.transactor(), side, everything, filter, Optional.empty(), descending);
    }

    private static void fromTheMiddle(Side side, int repetition) {
        DeviceCursor middle = new DeviceCursor(
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(side.count() / 2),
                BenchmarkFleet.device(side.count() / 2).value());
        list(side.transactor(), side, true, filter(null, null, null), Optional.of(middle), false);
    }

    private static void list(
            Transactor transactor,
            Side side,
            boolean everything,
            DeviceFilter filter,
            Optional<DeviceCursor> behind,
            boolean descending) {
        transactor.perStatement(tx -> DEVICES.list(
                tx,
                new Sight(side.sight().team(), everything),
                filter,
                behind,
                new PageRequest(PageRequest.DEFAULT_LIMIT, Optional.empty(), descending)));
    }

    private static void idle(Side side, int pair) {
        require(
                side.link().fetch(BenchmarkLink.FROM, side.jwtsOfPairs().get(2 * pair + 1), FETCH)
                        instanceof LinkAnswer.Nothing);
    }

    private static void fetch(Side side, int pair) {
        require(
                side.link().fetch(BenchmarkLink.FROM, side.jwtsOfPairs().get(2 * pair), FETCH)
                        instanceof LinkAnswer.Commands);
    }

    private static void report(Side side, int pair) {
        int device = side.withCommands(pair);
        byte[] body = DeviceMessages.encodeResponses(List.of(
                new DeviceResponse.AtResponse(correlation(1, device, 1), "OK\r\n"),
                new DeviceResponse.AtResponse(correlation(1, device, 0), "%KEYGEN: \"AAAA.BBBB\"\r\nOK\r\n"),
                new DeviceResponse.ConfigResponse(correlation(2, device, 0)),
                new DeviceResponse.FinishedResponse(correlation(3, device, 0))));
        require(
                side.link().report(BenchmarkLink.FROM, side.jwtsOfPairs().get(2 * pair), body)
                        instanceof LinkAnswer.Acknowledged);
    }

    private static String correlation(int place, int device, int step) {
        UUID command = UUID.fromString(String.format(Locale.ROOT, "1000000%d-0000-4000-8000-%012x", place, device));
        return new CorrelationId(new CommandId(command), place, step).toString();
    }

    /** An operation, and how long it took on either side. */
    private static final class Measured {
        private final String name;
        private final Operation operation;
        private final List<Long> few = new ArrayList<>();
        private final List<Long> many = new ArrayList<>();
        private int warmup;

        /** @param repetitions a fourth as many come before them and are not counted */
        Measured(String name, Operation operation, int repetitions) {
            this.name = name;
            this.operation = operation;
            warmup = repetitions / 4;
        }

        void run(Side small, Side large, int number) {
            // who comes second finds the caches as the other one's work left them: each is first every other time
            boolean smallFirst = number % 2 == 0;
            long first = nanos(smallFirst ? small : large, number);
            long second = nanos(smallFirst ? large : small, number);
            if (warmup-- <= 0) {
                few.add(smallFirst ? first : second);
                many.add(smallFirst ? second : first);
            }
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f ms | %.2f ms | %.2f |%n",
                    name,
                    millis(few),
                    millis(many),
                    millis(many) / millis(few));
        }

        private static double millis(List<Long> nanos) {
            return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElse(0L) / 1e6;
        }

        private long nanos(Side side, int number) {
            long begin = System.nanoTime();
            operation.on(side, number);
            return System.nanoTime() - begin;
        }
    }

    /** Of the large fleet: the total and the page of some lists, and a visit. */
    private static void printPlans(Side side, Database database, String jwt) {
        new DeviceCounts(side.transactor()).addUp();
        ExplainingDataSource explaining = new ExplainingDataSource(database.dataSource());
        PgTransactor transactor = new PgTransactor(explaining.dataSource());
        for (int i = 0; i < 2; i++) {
            // the first time finds what the visits left behind
            explaining.takePlans();
            list(transactor, side, true, filter(null, null, null), Optional.empty(), false);
        }
        print("list, oldest first", explaining.takePlans());
        list(transactor, side, true, filter(DeviceStatus.ERROR, "production", null), Optional.empty(), true);
        print("status=ERROR&tag=production, newest first", explaining.takePlans());
        list(transactor, side, false, filter(null, null, null), Optional.empty(), false);
        print("list as a viewer", explaining.takePlans());
        require(BenchmarkLink.of(transactor).fetch(BenchmarkLink.FROM, jwt, FETCH) instanceof LinkAnswer.Commands);
        print("visit that fetches three commands", explaining.takePlans());
    }

    private static void print(String name, List<String> plans) {
        System.out.println("\n" + name);
        plans.forEach(plan -> System.out.println("\n" + plan));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an operation did not go as it should");
        }
    }
}
