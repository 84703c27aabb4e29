package io.latebind.simulator.client;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts one device's traffic; from any thread. */
public final class TrafficMeter {
    private final TransportKind transport;
    private final Map<TrafficFigure, LongAdder> counts;

    public TrafficMeter(TransportKind transport) {
        this.transport = transport;
        Map<TrafficFigure, LongAdder> zeros = new EnumMap<>(TrafficFigure.class);
        for (TrafficFigure figure : TrafficFigure.values()) {
            zeros.put(figure, new LongAdder());
        }
        // never changed again, so that any thread may read it
        this.counts = Collections.unmodifiableMap(zeros);
    }

    public void count(TrafficFigure figure) {
        count(figure, 1);
    }

    public void count(TrafficFigure figure, long more) {
        Objects.requireNonNull(counts.get(figure)).add(more);
    }

    public Traffic reading() {
        Map<TrafficFigure, Long> figures = new EnumMap<>(TrafficFigure.class);
        counts.forEach((figure, count) -> figures.put(figure, count.sum()));
        return new Traffic(Optional.of(transport), figures);
    }
}
