package io.latebind.simulator.client;

import java.util.Map;
import java.util.Optional;

/**
 * What went over the wire for one device.
 *
 * @param transport empty where nothing is counted
 * @param figures what is not there is 0
 */
public record Traffic(Optional<TransportKind> transport, Map<TrafficFigure, Long> figures) {
    public static final Traffic NONE = new Traffic(Optional.empty(), Map.of());

    public Traffic {
        figures = Map.copyOf(figures);
    }

    public long figure(TrafficFigure figure) {
        return figures.getOrDefault(figure, 0L);
    }
}
