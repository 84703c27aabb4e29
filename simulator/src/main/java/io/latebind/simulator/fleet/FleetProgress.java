package io.latebind.simulator.fleet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the devices of a fleet are at one moment.
 *
 * @param counts every state, with 0 too; they add up to {@code total}
 * @param over devices that will not do anything more
 * @param lastProblem the newest thing that stood in a device's way
 */
public record FleetProgress(int total, Map<DeviceState, Integer> counts, int over, Optional<String> lastProblem) {
    public FleetProgress {
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    public int count(DeviceState state) {
        return counts.getOrDefault(state, 0);
    }
}
