package io.latebind.simulator.fleet;

import java.time.Duration;
import java.util.List;

/** What came of a fleet: one result for each device, in the order of the configuration. */
public record FleetSummary(List<DeviceResult> results, Duration elapsed) {
    public FleetSummary {
        results = List.copyOf(results);
    }

    public List<DeviceResult> failures() {
        return results.stream().filter(result -> !result.done()).toList();
    }

    public boolean allDone() {
        return failures().isEmpty();
    }

    /** The time within which {@code percent} of the devices that got there were done; zero when none did. */
    public Duration doneWithin(int percent) {
        List<Duration> times = results.stream()
                .filter(DeviceResult::done)
                .map(DeviceResult::elapsed)
                .sorted()
                .toList();
        int index = (times.size() * percent + 99) / 100 - 1;
        return times.isEmpty() ? Duration.ZERO : times.get(Math.max(0, index));
    }
}
