package io.latebind.simulator.network;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One direction of one device's way to the service. From any thread. */
public final class Lane {
    /** A datagram that nothing overtakes goes on by itself. */
    private static final Duration LONGEST_HELD = Duration.ofMillis(300);

    /** As in a router's queue: more than these on their way, and the next one is lost. */
    private static final int MOST_UNDER_WAY = 64;

    private final NetworkFaults faults;
    private final Dice dice;
    private final TrafficMeter meter;
    private final ScheduledExecutorService timer;
    private final Consumer<byte[]> end;
    private Optional<byte[]> held = Optional.empty();
    private int underWay;

    /**
     * @param direction makes its faults different from those of the other one
     * @param end takes what arrives; must not block
     */
    public Lane(
            NetworkFaults faults,
            DeviceUuid device,
            String direction,
            TrafficMeter meter,
            ScheduledExecutorService timer,
            Consumer<byte[]> end) {
        this.faults = faults;
        this.dice = new Dice(device, direction);
        this.meter = meter;
        this.timer = timer;
        this.end = end;
    }

    public void carry(byte[] datagram) {
        if (!faults.touchDatagrams()) {
            end.accept(datagram);
            return;
        }
        DatagramFate fate = DatagramFate.thrown(faults, dice.next());
        if (fate.lost()) {
            meter.count(TrafficFigure.DATAGRAMS_LOST);
            return;
        }
        if (fate.duplicated()) {
            meter.count(TrafficFigure.DATAGRAMS_DUPLICATED);
            after(fate.copyDelay(), () -> end.accept(datagram));
        }
        if (fate.overtaken() && hold(datagram)) {
            meter.count(TrafficFigure.DATAGRAMS_OVERTAKEN);
        } else {
            after(fate.delay(), () -> {
                end.accept(datagram);
                takeHeld().ifPresent(end);
            });
        }
    }

    /** False when there is one already: this one overtakes it. */
    private boolean hold(byte[] datagram) {
        synchronized (this) {
            if (held.isPresent()) {
                return false;
            }
            held = Optional.of(datagram);
        }
        after(LONGEST_HELD, () -> {
            if (isHeld(datagram)) {
                takeHeld().ifPresent(end);
            }
        });
        return true;
    }

    private synchronized boolean isHeld(byte[] datagram) {
        return held.filter(one -> one == datagram).isPresent();
    }

    private synchronized Optional<byte[]> takeHeld() {
        Optional<byte[]> taken = held;
        held = Optional.empty();
        return taken;
    }

    private void after(Duration delay, Runnable arrival) {
        if (delay.isZero()) {
            arrival.run();
            return;
        }
        synchronized (this) {
            if (underWay == MOST_UNDER_WAY) {
                meter.count(TrafficFigure.DATAGRAMS_LOST);
                return;
            }
            underWay++;
        }
        try {
            timer.schedule(
                    () -> {
                        synchronized (this) {
                            underWay--;
                        }
                        arrival.run();
                    },
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException over) {
            // the simulation has ended: nobody waits for it
        }
    }
}
