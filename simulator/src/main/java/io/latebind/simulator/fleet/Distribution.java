package io.latebind.simulator.fleet;

import java.util.stream.LongStream;

/**
 * How a figure is spread over devices. Zeros where there is no device.
 *
 * @param p50 half of the values are not above it
 * @param p90 90 % are not above it
 * @param p99 99 % are not above it
 */
public record Distribution(long count, long mean, long p50, long p90, long p99, long max) {
    public static Distribution of(LongStream values) {
        long[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return new Distribution(0, 0, 0, 0, 0, 0);
        }
        return new Distribution(
                sorted.length,
                Math.round(LongStream.of(sorted).average().orElse(0)),
                rank(sorted, 50),
                rank(sorted, 90),
                rank(sorted, 99),
                sorted[sorted.length - 1]);
    }

    /** The nearest rank: a value that is there. */
    private static long rank(long[] sorted, int percent) {
        return sorted[(int) (((long) sorted.length * percent + 99) / 100 - 1)];
    }
}
