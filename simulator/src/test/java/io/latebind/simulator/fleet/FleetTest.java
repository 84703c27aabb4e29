package io.latebind.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.ScriptedService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FleetTest {
    private static final DeviceCommand.FinishedCommand FINISHED = new DeviceCommand.FinishedCommand("id.f");
    private static final DeviceCommand.AtCommand BAD = new DeviceCommand.AtCommand("id.1", "%CMNG", "3,9,2", List.of());
    private static final DeviceAnswer REFUSED = new DeviceAnswer.Refused(403);
    private static final DeviceAnswer FAULT = new DeviceAnswer.NoAnswer(LinkFault.CONNECTION_REFUSED, "refused");

    private final ScriptedService service = new ScriptedService();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Instant now = Instant.EPOCH;

    private DeviceResult run(Until until) throws InterruptedException {
        SimulatedDevice device =
                SimulatedDevice.fleet(1, 1, InstantSource.system()).getFirst();
        FleetConfig config = new FleetConfig(
                List.of(device),
                _ -> service,
                until,
                Rhythm.REAL,
                new Patience(Duration.ofDays(3), Duration.ofMinutes(10)),
                Arrivals.storm(),
                () -> now,
                duration -> {
                    pauses.add(duration);
                    now = now.plus(duration);
                });
        return Fleet.start(config, progress -> {}).await().results().getFirst();
    }

    @Test
    void isDoneWhenFinishedIsAcknowledged() throws InterruptedException {
        service.gives(FINISHED);
        DeviceResult result = run(Until.FINISHED);
        assertThat(result.done()).isTrue();
        assertThat(result.state()).isEqualTo(DeviceState.PROVISIONED);
    }

    @Test
    void asksAgainAfterItsIntervalWhileItAwaitsCommands() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.NoContent()).gives(FINISHED);
        assertThat(run(Until.FINISHED).done()).isTrue();
        assertThat(pauses.getLast()).isBetween(Duration.ofHours(18), Duration.ofHours(30));
    }

    @Test
    void isDoneWhenNothingIsLeftIfThatIsAsked() throws InterruptedException {
        DeviceResult result = run(Until.IDLE);
        assertThat(result.done()).isTrue();
        assertThat(result.state()).isEqualTo(DeviceState.AWAITING);
    }

    @Test
    void waitsForAClaimAsLongAsItsPatienceLasts() throws InterruptedException {
        service.answersFetch(REFUSED).gives(FINISHED);
        assertThat(run(Until.FINISHED).done()).isTrue();
        for (int i = 0; i < 10; i++) {
            service.answersFetch(REFUSED);
        }
        DeviceResult result = run(Until.FINISHED);
        assertThat(result.unclaimed()).isTrue();
        assertThat(result.done()).isFalse();
    }

    @Test
    void doublesItsBackOffWithASpread() throws InterruptedException {
        service.answersFetch(FAULT)
                .answersFetch(FAULT)
                .answersFetch(new DeviceAnswer.Refused(500))
                .gives(FINISHED);
        assertThat(run(Until.FINISHED).done()).isTrue();
        assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
        assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(150));
        assertThat(pauses.get(3)).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5));
    }

    @Test
    void failsWhenTheServiceStaysAway() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            service.answersFetch(FAULT);
        }
        DeviceResult result = run(Until.FINISHED);
        assertThat(result.reason()).isEqualTo("refused");
        assertThat(result.fault()).contains(LinkFault.CONNECTION_REFUSED);
    }

    @Test
    void failsWithTheCommandThatFailed() throws InterruptedException {
        service.gives(BAD);
        DeviceResult result = run(Until.FINISHED);
        assertThat(result.state()).isEqualTo(DeviceState.FAILED);
        assertThat(result.reason()).isEqualTo("command id.1 failed: +CME ERROR: 513");
    }

    @Test
    void failsAtOnceWhenTheCertificateIsNotTrusted() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.NoAnswer(LinkFault.UNTRUSTED_CERTIFICATE, "not signed"));
        assertThat(run(Until.FINISHED).fault()).contains(LinkFault.UNTRUSTED_CERTIFICATE);
    }

    @Test
    void provisionsAThousandDevicesAndCountsThem() throws InterruptedException {
        List<FleetProgress> told = new ArrayList<>();
        FleetConfig config =
                FleetConfig.quick(SimulatedDevice.fleet(7, 1000, InstantSource.system()), finishing(), Until.FINISHED);
        try (Fleet fleet = Fleet.start(config, told::add)) {
            FleetSummary summary = fleet.await();
            assertThat(summary.allDone()).isTrue();
            assertThat(fleet.progress().count(DeviceState.PROVISIONED)).isEqualTo(1000);
        }
        assertThat(told)
                .allSatisfy(progress -> assertThat(progress.counts().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo(1000));
        assertThat(told.getLast().over()).isEqualTo(1000);
    }

    @Test
    void stopsDevicesThatSleep() throws InterruptedException {
        CountDownLatch asleep = new CountDownLatch(1);
        FleetConfig quick = FleetConfig.quick(
                SimulatedDevice.fleet(7, 1, InstantSource.system()), _ -> new ScriptedService(), Until.FINISHED);
        FleetConfig config = new FleetConfig(
                quick.devices(),
                quick.transport(),
                quick.until(),
                Rhythm.REAL,
                quick.patience(),
                Arrivals.storm(),
                quick.clock(),
                duration -> {
                    if (duration.isPositive()) {
                        asleep.countDown();
                    }
                    Thread.sleep(duration);
                });
        Fleet fleet = Fleet.start(config, progress -> {});
        asleep.await();
        fleet.stop();
        assertThat(fleet.await().failures())
                .singleElement()
                .satisfies(result -> assertThat(result.reason())
                        .startsWith("stopped before it got there; last: the service has nothing for it"));
    }

    @Test
    void isTheSameFleetForTheSameSeed() {
        assertThat(tokens(3, 5)).isEqualTo(tokens(3, 5)).startsWith(tokens(3, 2).toArray(String[]::new));
        assertThat(tokens(4, 5)).doesNotContainAnyElementsOf(tokens(3, 5));
    }

    private static List<String> tokens(long seed, int count) {
        return SimulatedDevice.fleet(seed, count, InstantSource.system()).stream()
                .map(SimulatedDevice::attestationToken)
                .toList();
    }

    private static DeviceTransport finishing() {
        byte[] batch = DeviceMessages.encodeCommands(List.of(FINISHED));
        return _ -> new DeviceConnection() {
            @Override
            public DeviceAnswer fetch(FetchQuery query, String jwt) {
                return new DeviceAnswer.Ok(batch);
            }

            @Override
            public DeviceAnswer report(byte[] responses, String jwt) {
                return new DeviceAnswer.Ok(new byte[0]);
            }
        };
    }
}
