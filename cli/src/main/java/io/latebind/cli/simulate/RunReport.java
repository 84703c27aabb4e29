package io.latebind.cli.simulate;

import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.DeviceState;
import io.latebind.simulator.fleet.Distribution;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import io.latebind.simulator.network.NetworkFaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The figures of a run.
 *
 * @param transport {@code https}, {@code coap} or {@code mixed}
 * @param seed of the devices; empty when they came from a file
 */
record RunReport(
        String transport,
        NetworkFaults faults,
        OptionalLong seed,
        FleetSummary summary,
        List<MisbehaviourLog.Tally> misbehaviours) {
    /** Provisioned, waiting for more as it was told to, or not where it was to get. */
    record Outcomes(long provisioned, long awaiting, long notDone) {}

    Outcomes outcomes() {
        long done = summary.results().stream().filter(DeviceResult::done).count();
        long provisioned = summary.results().stream()
                .filter(result -> result.done() && result.state() == DeviceState.PROVISIONED)
                .count();
        return new Outcomes(provisioned, done - provisioned, summary.results().size() - done);
    }

    /** How long devices took that got where they were to get, from the beginning of the run; in milliseconds. */
    Distribution millisToDone() {
        return Distribution.of(summary.results().stream()
                .filter(DeviceResult::done)
                .mapToLong(result -> result.elapsed().toMillis()));
    }

    /**
     * How long devices took from the beginning of their first visit that was not refused as one of an unclaimed device, to the end of
     * the one in which they were provisioned; in milliseconds. How long they slept before that visit is not in it: a device cannot
     * know when it was claimed.
     */
    Distribution millisToProvisioned() {
        return Distribution.of(summary.results().stream()
                .filter(result -> result.done() && result.state() == DeviceState.PROVISIONED)
                .flatMap(result -> result.sinceTaken().stream())
                .mapToLong(taken -> taken.toMillis()));
    }

    /** The devices that took one way to the service. */
    record Way(TransportKind kind, List<DeviceResult> devices) {
        long sum(TrafficFigure figure) {
            return devices.stream()
                    .mapToLong(device -> device.traffic().figure(figure))
                    .sum();
        }

        Distribution each(TrafficFigure figure) {
            return Distribution.of(
                    devices.stream().mapToLong(device -> device.traffic().figure(figure)));
        }

        long visits() {
            return devices.stream().mapToLong(DeviceResult::visits).sum();
        }
    }

    /** Without those that nobody took. */
    List<Way> ways() {
        return Stream.of(TransportKind.values())
                .map(kind -> new Way(
                        kind,
                        summary.results().stream()
                                .filter(result -> result.traffic()
                                        .transport()
                                        .filter(kind::equals)
                                        .isPresent())
                                .toList()))
                .filter(way -> !way.devices().isEmpty())
                .toList();
    }

    /**
     * Devices that did not get there for reasons of one kind.
     *
     * @param example the first of them
     */
    record Failure(DeviceResult example, int devices) {}

    /** In the order of the first device of each. */
    List<Failure> failures() {
        Map<String, Failure> kinds = new LinkedHashMap<>();
        summary.failures()
                .forEach(result -> kinds.merge(
                        kind(result),
                        new Failure(result, 1),
                        (first, _) -> new Failure(first.example(), first.devices() + 1)));
        return List.copyOf(kinds.values());
    }

    /** The reason without what differs from device to device. */
    private static String kind(DeviceResult failure) {
        return failure.unclaimed()
                ? "unclaimed"
                : failure.fault()
                        .map(Enum::name)
                        .orElseGet(() -> failure.reason()
                                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}\\S*", "")
                                .replaceAll("[0-9]+ (characters|bytes)", ""));
    }
}
