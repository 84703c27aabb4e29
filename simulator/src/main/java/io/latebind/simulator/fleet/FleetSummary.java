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
}
