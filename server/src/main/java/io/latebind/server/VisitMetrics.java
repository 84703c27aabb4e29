package io.latebind.server;

import io.latebind.server.metrics.Count;
import io.latebind.server.metrics.Metrics;
import io.latebind.server.provisioning.CommandMove;
import io.latebind.server.provisioning.CommandType;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.VisitOutcome;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what becomes of devices' visits. Every counter there can be is made at the start. */
final class VisitMetrics implements VisitObserver {
    private final Map<VisitOutcome, Count> visits = new HashMap<>();
    private final Map<CommandMove, Count> moves = new HashMap<>();
    private final Count dropped;

    VisitMetrics(Metrics metrics) {
        for (VisitOutcome outcome : VisitOutcome.values()) {
            visits.put(
                    outcome,
                    metrics.counter(
                            "latebind.device.visits",
                            "Fetches and reports of devices, by what became of them",
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        for (CommandType type : CommandType.values()) {
            for (CommandMove.Step step : CommandMove.Step.values()) {
                String name = step.name().toLowerCase(Locale.ROOT);
                moves.put(
                        new CommandMove(type, step),
                        metrics.counter(
                                "latebind.commands." + name,
                                "Provisioning commands that were " + name + " in a visit, by type",
                                "type",
                                type.key()));
            }
        }
        dropped = metrics.counter(
                "latebind.unclaimed.visits.dropped",
                "Visits of devices that nobody has claimed, which were not kept because too many came");
    }

    @Override
    public void visited(VisitOutcome outcome) {
        Objects.requireNonNull(visits.get(outcome)).up();
    }

    @Override
    public void moved(CommandMove move) {
        Objects.requireNonNull(moves.get(move)).up();
    }

    @Override
    public void unclaimedVisitDropped() {
        dropped.up();
    }
}
