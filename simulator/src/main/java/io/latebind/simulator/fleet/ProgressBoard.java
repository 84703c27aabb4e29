package io.latebind.simulator.fleet;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts the devices of a fleet by state, and tells of every change in order. */
final class ProgressBoard {
    private final DeviceState[] states;
    private final Map<DeviceState, Integer> counts = new EnumMap<>(DeviceState.class);
    private final Consumer<FleetProgress> listener;
    private int over;
    private Optional<String> lastProblem = Optional.empty();

    ProgressBoard(int devices, Consumer<FleetProgress> listener) {
        this.states = new DeviceState[devices];
        this.listener = listener;
        Arrays.fill(states, DeviceState.WAITING);
        for (DeviceState state : DeviceState.values()) {
            counts.put(state, 0);
        }
        counts.put(DeviceState.WAITING, devices);
    }

    synchronized void move(int device, DeviceState state, Optional<String> problem) {
        counts.merge(states[device], -1, Integer::sum);
        counts.merge(state, 1, Integer::sum);
        states[device] = state;
        lastProblem = problem.or(() -> lastProblem);
        listener.accept(snapshot());
    }

    synchronized void over() {
        over++;
        listener.accept(snapshot());
    }

    synchronized FleetProgress snapshot() {
        return new FleetProgress(states.length, counts, over, lastProblem);
    }
}
