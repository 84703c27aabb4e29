package io.latebind.simulator.fleet;

import io.latebind.simulator.client.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Devices that live on a virtual thread each. */
public final class Fleet implements AutoCloseable {
    private final FleetConfig config;
    private final ProgressBoard board;
    private final AtomicReferenceArray<DeviceResult> results;
    private final CountDownLatch running;
    private final Instant begin;
    private final List<Thread> threads = new ArrayList<>();

    private Fleet(FleetConfig config, Consumer<FleetProgress> listener) {
        this.config = config;
        this.board = new ProgressBoard(config.devices().size(), listener);
        this.results = new AtomicReferenceArray<>(config.devices().size());
        this.running = new CountDownLatch(config.devices().size());
        this.begin = config.clock().instant();
    }

    /**
     * Starts every device and returns at once.
     *
     * @param listener told of each change, one call at a time, on the threads of the devices: it should be quick
     */
    public static Fleet start(FleetConfig config, Consumer<FleetProgress> listener) {
        Fleet fleet = new Fleet(config, listener);
        int count = config.devices().size();
        for (int i = 0; i < count; i++) {
            int index = i;
            Duration arrival = config.arrivals().of(i, count);
            fleet.threads.add(Thread.ofVirtual()
                    .name("device-" + config.devices().get(i).uuid())
                    .start(() -> fleet.run(index, arrival)));
        }
        return fleet;
    }

    public FleetProgress progress() {
        return board.snapshot();
    }

    /** Waits until no device has anything more to do. */
    public FleetSummary await() throws InterruptedException {
        running.await();
        return summary();
    }

    /** Waits at most {@code limit}; true when no device has anything more to do. */
    public boolean isOverWithin(Duration limit) throws InterruptedException {
        return running.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits at most {@code limit}; devices that are not done by then are stopped and count as failed. */
    public FleetSummary await(Duration limit) throws InterruptedException {
        if (!isOverWithin(limit)) {
            stop();
        }
        return await();
    }

    /** Tells every device to stop; {@link #await()} returns soon after. */
    public void stop() {
        threads.forEach(Thread::interrupt);
    }

    @Override
    public void close() {
        stop();
    }

    private void run(int index, Duration arrival) {
        try {
            DeviceLife life = new DeviceLife(
                    config.devices().get(index), config, (state, problem) -> board.move(index, state, problem));
            results.set(index, life.live(arrival));
        } finally {
            if (results.get(index) == null) {
                results.set(index, broken(index));
            }
            board.over();
            running.countDown();
        }
    }

    /** Its thread ended with an exception, which the thread's handler shows. */
    private DeviceResult broken(int index) {
        return new DeviceResult(
                config.devices().get(index).uuid(),
                DeviceState.FAILED,
                false,
                "the simulation of this device broke: a fault of the simulator, or its journal cannot be written",
                Optional.empty(),
                false,
                Duration.between(begin, config.clock().instant()),
                Optional.empty(),
                0,
                Traffic.NONE);
    }

    private FleetSummary summary() {
        List<DeviceResult> all = new ArrayList<>();
        for (int i = 0; i < results.length(); i++) {
            all.add(results.get(i));
        }
        return new FleetSummary(all, Duration.between(begin, config.clock().instant()));
    }
}
