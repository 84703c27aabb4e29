package io.latebind.simulator.network;

import io.latebind.simulator.network.NetworkFaults.Chance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What goes wrong between devices and the service, and how likely. The same device meets the same faults again: the n-th datagram in a
 * direction, the n-th report, whatever the time.
 *
 * @param chances 0..1; what is not there never happens
 * @param shortestDelay of a datagram on its way, in either direction
 * @param longestDelay the delays are evenly spread between the two
 */
public record NetworkFaults(Map<Chance, Double> chances, Duration shortestDelay, Duration longestDelay) {
    public static final NetworkFaults NONE = new NetworkFaults(Map.of(), Duration.ZERO, Duration.ZERO);

    /** What happens or does not. */
    public enum Chance {
        /** A datagram does not arrive. */
        LOSS,
        /** A datagram arrives twice. */
        DUPLICATION,
        /** A datagram is held back until a later one in its direction has passed. */
        REORDERING,
        /** The device's address changes before it sends a CoAP message: a NAT forgot it. */
        REBINDING,
        /** The device forgets its DTLS session between fetch and report. */
        SESSION_LOSS,
        /** The power goes at a moment of a visit: before the fetch, the execution or the report, or behind it. */
        POWER_CUT
    }

    public NetworkFaults {
        chances = Map.copyOf(chances);
        if (chances.values().stream().anyMatch(chance -> chance < 0 || chance > 1)) {
            throw new IllegalArgumentException("a chance is 0..1: " + chances);
        }
        if (shortestDelay.isNegative() || shortestDelay.compareTo(longestDelay) > 0) {
            throw new IllegalArgumentException("no delay: " + shortestDelay + " to " + longestDelay);
        }
    }

    public double chance(Chance chance) {
        return chances.getOrDefault(chance, 0.0);
    }

    /** Whether anything can happen to a datagram on its way. */
    public boolean touchDatagrams() {
        return longestDelay.isPositive()
                || chance(Chance.LOSS) + chance(Chance.DUPLICATION) + chance(Chance.REORDERING) > 0;
    }

    /** The same, with another chance. */
    public NetworkFaults with(Chance chance, double share) {
        Map<Chance, Double> changed = new EnumMap<>(Chance.class);
        changed.putAll(chances);
        changed.put(chance, share);
        return new NetworkFaults(changed, shortestDelay, longestDelay);
    }

    /** The same, with another delay. */
    public NetworkFaults delayed(Duration shortest, Duration longest) {
        return new NetworkFaults(chances, shortest, longest);
    }
}
