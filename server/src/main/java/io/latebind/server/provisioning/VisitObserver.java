package io.latebind.server.provisioning;

/** Hears of visits when they are over and stored; must not block. */
public interface VisitObserver {
    VisitObserver NONE = new VisitObserver() {
        @Override
        public void visited(VisitOutcome outcome) {}

        @Override
        public void moved(CommandMove move) {}

        @Override
        public void unclaimedVisitDropped() {}
    };

    void visited(VisitOutcome outcome);

    void moved(CommandMove move);

    /** A visit before the claim that was not kept, because there were too many. */
    void unclaimedVisitDropped();
}
