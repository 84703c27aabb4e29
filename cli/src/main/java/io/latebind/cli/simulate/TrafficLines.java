package io.latebind.cli.simulate;

import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.fleet.Distribution;
import java.util.ArrayList;
import java.util.List;

/** The figures of a run for people. */
final class TrafficLines {
    private TrafficLines() {}

    static List<String> of(RunReport run) {
        List<String> lines = new ArrayList<>();
        Distribution taken = run.millisToProvisioned();
        if (taken.count() > 0) {
            lines.add(
                    "From the first visit that was not refused to PROVISIONED: %s for half of them, %s for 90 %%, %s for 99 %%, %s at most"
                            .formatted(
                                    DurationOption.showMillis(taken.p50()),
                                    DurationOption.showMillis(taken.p90()),
                                    DurationOption.showMillis(taken.p99()),
                                    DurationOption.showMillis(taken.max())));
        }
        run.ways().forEach(way -> lines.addAll(of(way)));
        return lines;
    }

    private static List<String> of(RunReport.Way way) {
        boolean coap = way.kind() == TransportKind.COAP;
        List<String> lines = new ArrayList<>();
        lines.add("%s: %d devices, %d visits, %d full handshakes"
                        .formatted(
                                coap ? "CoAP" : "HTTPS",
                                way.devices().size(),
                                way.visits(),
                                way.sum(TrafficFigure.FULL_HANDSHAKES))
                + (coap
                        ? ", %d resumed, %d failed"
                                .formatted(
                                        way.sum(TrafficFigure.RESUMED_HANDSHAKES),
                                        way.sum(TrafficFigure.FAILED_HANDSHAKES))
                        : ""));
        lines.add("  Bytes of a device: sent " + bytes(way.each(TrafficFigure.BYTES_SENT)) + "; received "
                + bytes(way.each(TrafficFigure.BYTES_RECEIVED)));
        if (coap) {
            lines.add("  Datagrams: %d sent, %d received; lost %d, doubled %d, overtaken %d"
                    .formatted(
                            way.sum(TrafficFigure.DATAGRAMS_SENT),
                            way.sum(TrafficFigure.DATAGRAMS_RECEIVED),
                            way.sum(TrafficFigure.DATAGRAMS_LOST),
                            way.sum(TrafficFigure.DATAGRAMS_DUPLICATED),
                            way.sum(TrafficFigure.DATAGRAMS_OVERTAKEN)));
            lines.add(
                    "  Sent again: %d messages, %d flights of handshakes; addresses changed %d, sessions forgotten %d times"
                            .formatted(
                                    way.sum(TrafficFigure.RETRANSMISSIONS),
                                    way.sum(TrafficFigure.FLIGHT_RETRANSMISSIONS),
                                    way.sum(TrafficFigure.REBINDINGS),
                                    way.sum(TrafficFigure.SESSIONS_LOST)));
        }
        return lines;
    }

    private static String bytes(Distribution spread) {
        return "%d on average, %d for half of them, %d for 99 %%".formatted(spread.mean(), spread.p50(), spread.p99());
    }
}
