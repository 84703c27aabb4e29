package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Devices that come all at once over CoAP, through a network that loses and doubles datagrams and behind NATs that rebind, while the
 * service stops in order and starts again. {@code -Dlatebind.storm=2000 -Dlatebind.seed=…} makes it larger and chooses the network's
 * moods again.
 */
class CoapStormTest {
    private static final System.Logger LOG = System.getLogger(CoapStormTest.class.getName());
    private static final int USERS = 4;
    private static final Duration WORKED_WITHIN = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @Test
    void everyDeviceIsProvisionedAndARestartInOrderCostsNoHandshake() throws Exception {
        int devices = Integer.getInteger("latebind.storm", 100);
        long given = Long.getLong("latebind.seed", 0);
        long seed = given == 0 ? new Random().nextInt(1, Integer.MAX_VALUE) : given;
        LOG.log(System.Logger.Level.INFO, "{0} devices, seed {1}", devices, Long.toString(seed));
        String[] flags = flags();
        AtomicInteger answered = new AtomicInteger();
        LatebindProcess service = LatebindProcess.start(directory.resolve("data"), flags);
        try (RunningProgram fleet = fleet(service, devices, seed)) {
            List<QueueWriter> users = users(service, seed, tokens(fleet), answered);
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                AtomicBoolean over = new AtomicBoolean();
                List<Future<?>> written = new ArrayList<>();
                users.forEach(user -> written.add(threads.submit(() -> user.workUntil(over::get))));
                Await.until(WORKED_WITHIN, "work goes on", () -> answered.get() >= devices);
                assertThat(service.stop()).isZero();
                service = LatebindProcess.start(directory.resolve("data"), flags);
                Await.until(WORKED_WITHIN, "the users get their work done", () -> answered.get() >= 3 * devices);
                over.set(true);
                for (Future<?> user : written) {
                    user.get();
                }
            }
            users.forEach(QueueWriter::finish);
            SettledFleet settled = new SettledFleet(service.rest(), users, journals());
            settled.await(devices);
            fleet.terminate();
            assertThat(fleet.awaitExit(RunningProgram.LIMIT)).as(fleet.told()).isIn(0, 143);
            settled.compare(Map.of(), seed);
            assertNoHandshakeButTheFirst(devices);
            assertThat(service.stop()).isZero();
        } finally {
            service.close();
        }
    }

    private void assertNoHandshakeButTheFirst(int devices) throws IOException {
        JsonNode report = JsonMapper.shared().readTree(Files.readString(report()));
        JsonNode coap = report.path("transports").path("coap");
        assertThat(coap.path("fullHandshakes").asInt(-1))
                .as(report.toPrettyString())
                .isEqualTo(devices);
        // a device whose message was lost again and again doubts its session, and asks with a short handshake
        assertThat(coap.path("resumedHandshakes").asInt(-1)).isBetween(0, devices / 20);
        assertThat(coap.path("datagramsLost").asInt(-1)).isPositive();
        assertThat(coap.path("rebindings").asInt(-1)).isPositive();
    }

    private static String[] flags() {
        return new String[] {
            "--api-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--device-https-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--device-coap-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--public-host",
            "localhost",
            "--max-deliveries",
            "100"
        };
    }

    private RunningProgram fleet(LatebindProcess service, int devices, long seed) {
        return RunningProgram.latebind(Stream.of(
                        "simulate --until stopped --interval 5s --wait-claim 1h --wait-service 1h --transport coap",
                        "--faults loss=5%,dup=2%,rebind=20%",
                        "--devices " + devices,
                        "--seed " + seed,
                        "--device-url " + service.coapUrl(),
                        "--ca " + service.rootCertificate(),
                        "--tokens " + directory.resolve("tokens"),
                        "--report " + report(),
                        "--journal " + journals())
                .flatMap(words -> Stream.of(words.split(" ", -1)))
                .toList());
    }

    private Path report() {
        return directory.resolve("report.json");
    }

    private Path journals() {
        return directory.resolve("journals");
    }

    private List<String> tokens(RunningProgram fleet) throws IOException {
        Await.until(
                RunningProgram.LIMIT,
                "the devices tell their tokens\n" + fleet.told(),
                () -> fleet.out().stream().anyMatch(line -> line.startsWith("Devices that are not claimed")));
        return Files.readAllLines(directory.resolve("tokens"));
    }

    /** Each one has its own devices. */
    private static List<QueueWriter> users(
            LatebindProcess service, long seed, List<String> tokens, AtomicInteger answered) throws IOException {
        String rootPem = Files.readString(service.rootCertificate());
        return IntStream.range(0, USERS)
                .mapToObj(user -> new QueueWriter(
                        service.rest(),
                        rootPem,
                        seed + user,
                        IntStream.range(0, tokens.size())
                                .filter(i -> i % USERS == user)
                                .mapToObj(tokens::get)
                                .toList(),
                        answered,
                        _ -> true))
                .toList();
    }
}
