package io.latebind.server.device.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.ServiceFixture;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * Totals and pages are exact at every moment (decision 0130): through random claims, visits, changes of queues, tags and block flags by
 * several threads, while the counts are added up, before and after. {@code -Dlatebind.seed=…} gives the same choices again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceTotalsProperties {
    private static final Origin FROM = new Origin("198.51.100.7", "test");

    private static final long SEED = Long.getLong("latebind.seed", new Random().nextInt(1_000_000_000));
    private static final int DEVICES = 20;
    private static final int THREADS = 2;
    private static final int STEPS = 250;
    private static final List<String> TAGS = List.of("a", "b", "c", "nobody's");
    private static final List<Integer> TYPES = List.of(6, 77, 5);

    private final List<TestDevice> devices =
            IntStream.range(0, DEVICES).mapToObj(_ -> TestDevice.create()).toList();
    private ServiceFixture service;
    private List<TeamId> teams;
    private ListedDevices listed;
    private DeviceCounts counts;

    @BeforeAll
    void start() {
        service = new ServiceFixture();
        TeamId second = new TeamId(service.ids.newUuid());
        service.database.execute("INSERT INTO team VALUES ('" + second.value() + "', 'second', false, now())");
        teams = List.of(service.owner.team(), second);
        listed = new ListedDevices(service.transactor, service.devices);
        counts = new DeviceCounts(service.transactor);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void areExactAtEveryMoment(TestReporter reporter) throws ExecutionException, InterruptedException {
        reporter.publishEntry("latebind.seed", Long.toString(SEED));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1)) {
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + i);
                users.add(pool.submit(() -> IntStream.range(0, STEPS).forEach(_ -> step(random))));
            }
            Future<?> reader = pool.submit(() -> readAndAddUp(over));
            try {
                for (Future<?> user : users) {
                    user.get();
                }
            } finally {
                over.set(true);
            }
            reader.get();
        }
        askEverything();
        counts.addUp();
        askEverything();
        assertThat(number("SELECT count(*) FROM device_count_change")).isZero();
        assertThat(number("SELECT count(*) FROM device_count WHERE devices <= 0"))
                .isZero();
        assertThat(number("SELECT count(*) FROM device_listing"))
                .isEqualTo(number("SELECT coalesce(sum(1 + cardinality(tags)), 0) FROM claimed_device"));
        service.database.execute("DELETE FROM claimed_device");
        counts.addUp();
        assertThat(number("SELECT count(*) FROM device_listing")).isZero();
        assertThat(number("SELECT count(*) FROM device_count")).isZero();
    }

    private void readAndAddUp(AtomicBoolean over) {
        Random random = new Random(SEED - 1);
        while (!over.get()) {
            listed.areThoseOf(question(random), 1 + random.nextInt(4));
            if (random.nextInt(3) == 0) {
                counts.addUp();
            }
        }
    }

    private ListedDevices.Question question(Random random) {
        return ListedDevices.Question.random(random, teams, TAGS, TYPES);
    }

    private void askEverything() {
        Random random = new Random(SEED);
        for (int i = 0; i < 150; i++) {
            listed.areThoseOf(question(random), 1 + random.nextInt(8));
        }
    }

    private void step(Random random) {
        service.clock.advance(Duration.ofMillis(random.nextInt(2)));
        TestDevice device = devices.get(random.nextInt(DEVICES));
        Principal caller = caller(random);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> service.claims.claim(caller, device.attestationToken(), tags(random));
            case 3 -> service.unclaims.unclaim(caller, device.uuid(), false);
            case 4 -> service.blocking.setBlocked(caller, device.uuid(), random.nextBoolean());
            case 5, 6 -> add(caller, device, new CommandRequest.Config(new LinkedHashMap<>(Map.of("a", "b"))));
            case 7 -> add(caller, device, new CommandRequest.Finished());
            case 8 -> service.changes.discard(caller, device.uuid());
            case 9 -> change(device, "tags", "'{" + String.join(",", tags(random)) + "}'");
            case 10 -> change(device, "device_type", random.nextBoolean() ? "6" : "77");
            default -> visit(device, random);
        }
    }

    private Principal caller(Random random) {
        return new Principal(
                teams.get(random.nextInt(2)),
                false,
                new MemberId(service.ids.newUuid()),
                new ApiKeyId(service.ids.newUuid()),
                random.nextBoolean() ? Role.OWNER : Role.EDITOR,
                new Origin("192.0.2.7", "totals"));
    }

    private static List<String> tags(Random random) {
        return TAGS.subList(0, 3).stream().filter(_ -> random.nextBoolean()).toList();
    }

    private void add(Principal caller, TestDevice device, CommandRequest request) {
        service.changes.add(caller, device.uuid(), new NewCommand(Optional.empty(), request));
    }

    private void change(TestDevice device, String column, String value) {
        service.database.execute(
                "UPDATE claimed_device SET " + column + " = " + value + " WHERE device_uuid = '" + device.uuid() + "'");
    }

    private void visit(TestDevice device, Random random) {
        String jwt = device.jwt(service.clock.instant());
        LinkAnswer answer = service.link.fetch(
                FROM, jwt, new FetchRequest("", DeviceBuffers.DEFAULT, Optional.empty(), Optional.empty()));
        if (answer instanceof LinkAnswer.Commands(byte[] body)
                && DeviceMessages.decodeCommands(body)
                        instanceof Decoding.Decoded<List<DeviceCommand>>(List<DeviceCommand> batch)) {
            boolean fails = random.nextInt(4) == 0;
            service.link.report(
                    FROM,
                    jwt,
                    DeviceMessages.encodeResponses(
                            fails
                                    ? List.of(new DeviceResponse.ErrorResponse(
                                            batch.getFirst().correlation(), 0, "ERROR"))
                                    : batch.stream()
                                            .map(DeviceTotalsProperties::success)
                                            .toList()));
        }
    }

    private static DeviceResponse success(DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.AtCommand at -> new DeviceResponse.AtResponse(at.correlation(), "OK\r\n");
            case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand last -> new DeviceResponse.FinishedResponse(last.correlation());
        };
    }

    private long number(String sql) {
        return service.transactor.perStatement(tx -> PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }));
    }
}
