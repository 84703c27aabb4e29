package io.latebind.simulator.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts one device's traffic; from any thread. */
public final class TrafficMeter {
    private final TransportKind transport;
    private final AtomicLongArray counts = new AtomicLongArray(TrafficFigure.values().length);

    public TrafficMeter(TransportKind transport) {
        this.transport = transport;
    }

    public void count(TrafficFigure figure) {
        count(figure, 1);
    }

    public void count(TrafficFigure figure, long more) {
        counts.addAndGet(figure.ordinal(), more);
    }

    public Traffic reading() {
        Map<TrafficFigure, Long> figures = new EnumMap<>(TrafficFigure.class);
        for (TrafficFigure figure : TrafficFigure.values()) {
            long count = counts.get(figure.ordinal());
            if (count != 0) {
                figures.put(figure, count);
            }
        }
        return new Traffic(Optional.of(transport), figures);
    }
}
