package io.latebind.simulator.fleet;

import java.time.Duration;

/**
 * How fast devices live (specification 6.4 rules 1 and 10).
 *
 * @param roundPause between a report and the next fetch
 * @param interval between sessions, unless a {@code config} command set {@code provisioning/interval-sec}
 * @param longestSleep a simulated device never sleeps longer than this between sessions, whatever its interval
 * @param firstBackOff after the first fault; doubled after each further one
 * @param longestBackOff the doubling ends here
 */
public record Rhythm(
        Duration roundPause, Duration interval, Duration longestSleep, Duration firstBackOff, Duration longestBackOff) {
    /** A real device: asks once a day, two seconds between report and fetch. */
    public static final Rhythm REAL = new Rhythm(
            Duration.ofSeconds(2),
            Duration.ofDays(1),
            Duration.ofDays(10_000),
            Duration.ofMinutes(1),
            Duration.ofDays(1));

    /** For people who watch: a session every two seconds. */
    public static final Rhythm QUICK = REAL.within(Duration.ofSeconds(2));

    /** The same client hurried up: sleeps and back-off stay below {@code longest} and eight times {@code longest}. */
    public Rhythm within(Duration longest) {
        return new Rhythm(longest.dividedBy(20), interval, longest, longest.dividedBy(4), longest.multipliedBy(8));
    }
}
