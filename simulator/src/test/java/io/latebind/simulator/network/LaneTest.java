package io.latebind.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.network.NetworkFaults.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a thousand numbered datagrams. */
final class LaneTest {
    private static final DeviceUuid DEVICE = new DeviceUuid(new UUID(1, 2));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    private TrafficMeter meter = new TrafficMeter(TransportKind.COAP);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private List<Integer> carried(NetworkFaults faults, DeviceUuid device, String direction) {
        arrived.clear();
        meter = new TrafficMeter(TransportKind.COAP);
        Lane lane = new Lane(
                faults,
                device,
                direction,
                meter,
                timer,
                bytes -> arrived.add((bytes[0] & 0xff) << 8 | bytes[1] & 0xff));
        for (int i = 0; i < 1000; i++) {
            lane.carry(new byte[] {(byte) (i >> 8), (byte) i});
        }
        return new ArrayList<>(arrived);
    }

    private long count(TrafficFigure figure) {
        return meter.reading().figure(figure);
    }

    @Test
    void carriesEverythingInOrderWhenNothingGoesWrong() {
        assertThat(carried(NetworkFaults.NONE, DEVICE, "up")).hasSize(1000).isSorted();
    }

    @Test
    void losesAsManyAsItIsTold() {
        List<Integer> left = carried(NetworkFaults.NONE.with(Chance.LOSS, 0.1), DEVICE, "up");
        assertThat(left).hasSizeBetween(860, 940).doesNotHaveDuplicates().isSorted();
        assertThat(count(TrafficFigure.DATAGRAMS_LOST)).isEqualTo(1000 - left.size());
    }

    @Test
    void duplicatesAsManyAsItIsTold() {
        List<Integer> all = carried(NetworkFaults.NONE.with(Chance.DUPLICATION, 0.1), DEVICE, "up");
        assertThat(all).hasSizeBetween(1060, 1140);
        assertThat(count(TrafficFigure.DATAGRAMS_DUPLICATED)).isEqualTo(all.size() - 1000);
    }

    @Test
    void letsLaterOnesOvertake() {
        List<Integer> mixed = carried(NetworkFaults.NONE.with(Chance.REORDERING, 0.1), DEVICE, "up");
        assertThat(mixed).doesNotHaveDuplicates();
        long early = 0;
        for (int i = 1; i < mixed.size(); i++) {
            if (mixed.get(i) < mixed.get(i - 1)) {
                early++;
            }
        }
        assertThat(early).isEqualTo(count(TrafficFigure.DATAGRAMS_OVERTAKEN)).isPositive();
    }

    @Test
    void sendsOnWhatNothingOvertakes() throws InterruptedException {
        Lane lane = new Lane(
                NetworkFaults.NONE.with(Chance.REORDERING, 1),
                DEVICE,
                "up",
                meter,
                timer,
                bytes -> arrived.add((int) bytes[0]));
        lane.carry(new byte[] {7});
        assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void doesTheSameToTheSameDevice() {
        NetworkFaults faults = NetworkFaults.NONE.with(Chance.LOSS, 0.2).with(Chance.DUPLICATION, 0.2);
        List<Integer> once = carried(faults, DEVICE, "up");
        assertThat(carried(faults, DEVICE, "up")).isEqualTo(once);
        assertThat(carried(faults, DEVICE, "down")).isNotEqualTo(once);
        assertThat(carried(faults, new DeviceUuid(new UUID(1, 3)), "up")).isNotEqualTo(once);
    }

    @Test
    void losesTheSameWhateverElseGoesWrong() {
        List<Integer> lossAlone = carried(NetworkFaults.NONE.with(Chance.LOSS, 0.2), DEVICE, "up");
        List<Integer> both =
                carried(NetworkFaults.NONE.with(Chance.LOSS, 0.2).with(Chance.DUPLICATION, 0.5), DEVICE, "up");
        assertThat(both.stream().distinct().toList()).isEqualTo(lossAlone);
    }

    @Test
    void delaysAndKeepsNoMoreThanAQueueHolds() throws InterruptedException {
        NetworkFaults slow = NetworkFaults.NONE.delayed(Duration.ofMillis(200), Duration.ofMillis(900));
        assertThat(carried(slow, DEVICE, "up")).isEmpty();
        long kept = 1000 - count(TrafficFigure.DATAGRAMS_LOST);
        List<Integer> late = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            late.add(arrived.poll(30, TimeUnit.SECONDS));
        }
        assertThat(late).hasSize(64).doesNotContainNull();
    }
}
