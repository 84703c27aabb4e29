package io.latebind.simulator.fleet;

import java.time.Duration;

/** When the devices of a fleet begin. */
@FunctionalInterface
public interface Arrivals {
    /**
     * How long a device stays away at first.
     *
     * @param index from 0
     * @param count of all devices
     */
    Duration of(int index, int count);

    /** All at once. */
    static Arrivals storm() {
        return (_, _) -> Duration.ZERO;
    }

    /** Evenly spread. */
    static Arrivals spreadOver(Duration time) {
        return (index, count) -> time.multipliedBy(index).dividedBy(count);
    }

    /** These, but never more than {@code perSecond} in a second. */
    default Arrivals atMost(int perSecond) {
        return (index, count) -> {
            Duration free = Duration.ofSeconds(index).dividedBy(perSecond);
            Duration asked = of(index, count);
            return asked.compareTo(free) > 0 ? asked : free;
        };
    }
}
