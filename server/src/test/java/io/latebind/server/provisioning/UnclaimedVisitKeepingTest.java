package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anyone can invent UUIDs: what is kept about them is bounded. */
class UnclaimedVisitKeepingTest {
    private final ServiceFixture service = new ServiceFixture();
    private final UnclaimedVisitKeeping keeping =
            new UnclaimedVisitKeeping(service.transactor, service.unclaimed, service.visits);
    private Instant now = service.clock.instant();

    @AfterEach
    void close() {
        service.close();
    }

    private DeviceUuid cameFromNowhere() {
        DeviceUuid device = new DeviceUuid(UUID.randomUUID());
        came(device);
        return device;
    }

    private void came(DeviceUuid device) {
        service.transactor.perStatement(tx -> {
            keeping.came(tx, device, new UnclaimedVisit(1, now, now, "198.51.100.7", Optional.empty()));
            return true;
        });
    }

    private Optional<UnclaimedVisit> known(DeviceUuid device) {
        return Optional.ofNullable(service.transactor
                .inTransaction(tx -> service.unclaimed.take(tx, List.of(device)))
                .get(device));
    }

    @Test
    void addsUpTheVisitsOfADevice() {
        Instant first = now;
        DeviceUuid device = cameFromNowhere();
        now = now.plusSeconds(86_400);
        came(device);
        UnclaimedVisit visit = known(device).orElseThrow();
        assertThat(visit.visits()).isEqualTo(2);
        assertThat(visit.firstAt()).isEqualTo(first);
        assertThat(visit.lastAt()).isEqualTo(now);
        assertThat(known(device)).isEmpty();
    }

    @Test
    void dropsAFloodAndRecoversFromIt() {
        for (int i = 0; i < UnclaimedVisitKeeping.BURST; i++) {
            cameFromNowhere();
        }
        assertThat(service.visits.dropped).isZero();
        assertThat(known(cameFromNowhere())).isEmpty();
        assertThat(service.visits.dropped).isEqualTo(1);
        now = now.plusSeconds(1);
        for (int i = 0; i < UnclaimedVisitKeeping.WRITES_PER_SECOND; i++) {
            assertThat(known(cameFromNowhere())).isPresent();
        }
        assertThat(known(cameFromNowhere())).isEmpty();
    }

    @Test
    void forgetsWhatIsOldAndKeepsTheNewest() {
        DeviceUuid old = cameFromNowhere();
        now = now.plus(UnclaimedVisitKeeping.KEPT);
        DeviceUuid first = cameFromNowhere();
        now = now.plusSeconds(1);
        DeviceUuid second = cameFromNowhere();
        now = now.plusSeconds(1);
        DeviceUuid third = cameFromNowhere();
        keeping.tidy(now);
        int forgotten =
                service.transactor.perStatement(tx -> service.unclaimed.forget(tx, now.minus(Duration.ofDays(1)), 2));
        assertThat(forgotten).isEqualTo(1);
        assertThat(known(old)).isEmpty();
        assertThat(known(first)).isEmpty();
        assertThat(known(second)).isPresent();
        assertThat(known(third)).isPresent();
    }
}
