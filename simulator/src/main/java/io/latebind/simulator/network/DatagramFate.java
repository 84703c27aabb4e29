package io.latebind.simulator.network;

import io.latebind.simulator.network.NetworkFaults.Chance;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What happens to one datagram.
 *
 * @param overtaken held back until the next one in its direction has passed
 * @param copyDelay of the second copy when it is duplicated
 */
record DatagramFate(boolean lost, boolean duplicated, boolean overtaken, Duration delay, Duration copyDelay) {
    /** Takes the same number of throws whatever the faults are, so that one fault more changes no other. */
    static DatagramFate thrown(NetworkFaults faults, SplittableRandom random) {
        return new DatagramFate(
                random.nextDouble() < faults.chance(Chance.LOSS),
                random.nextDouble() < faults.chance(Chance.DUPLICATION),
                random.nextDouble() < faults.chance(Chance.REORDERING),
                delay(faults, random.nextDouble()),
                delay(faults, random.nextDouble()));
    }

    private static Duration delay(NetworkFaults faults, double position) {
        long nanos = faults.longestDelay().minus(faults.shortestDelay()).toNanos();
        return faults.shortestDelay().plusNanos((long) (nanos * position));
    }
}
