package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.List;

/** Keeps what becomes of visits. */
public final class SeenVisits implements VisitObserver {
    public final List<VisitOutcome> outcomes = new ArrayList<>();
    public final List<CommandMove> moves = new ArrayList<>();
    public int dropped;

    @Override
    public void visited(VisitOutcome outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void moved(CommandMove move) {
        moves.add(move);
    }

    @Override
    public void unclaimedVisitDropped() {
        dropped++;
    }
}
