package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a little of the visits under UUIDs that nobody has claimed. Anyone can invent UUIDs, so writes have a budget, and rows a limit
 * and an age: a flood costs memory of real visits, never the service.
 */
public final class UnclaimedVisitKeeping {
    /** A device that was not claimed a month after its last visit is not waiting for it. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Some ten megabytes. */
    static final int MAX_DEVICES = 100_000;

    /** Written at once after a quiet time, so that a fleet that is switched on together is seen. */
    static final int BURST = 1_000;

    static final int WRITES_PER_SECOND = 50;

    private final Transactor transactor;
    private final UnclaimedVisits visits;
    private final VisitObserver observer;
    private double budget = BURST;
    private Instant filled = Instant.MIN;

    public UnclaimedVisitKeeping(Transactor transactor, UnclaimedVisits visits, VisitObserver observer) {
        this.transactor = transactor;
        this.visits = visits;
        this.observer = observer;
    }

    /** Keeps the visit, unless too many came at once. */
    public void came(Tx tx, DeviceUuid device, UnclaimedVisit visit) {
        if (affordable(visit.lastAt())) {
            visits.came(tx, device, visit);
        } else {
            observer.unclaimedVisitDropped();
        }
    }

    /** Forgets what is old or too much; every now and then. */
    public void tidy(Instant now) {
        int _ = transactor.perStatement(tx -> visits.forget(tx, now.minus(KEPT), MAX_DEVICES));
    }

    private synchronized boolean affordable(Instant now) {
        if (filled.equals(Instant.MIN)) {
            filled = now;
        }
        double earned = Duration.between(filled, now).toMillis() * WRITES_PER_SECOND / 1000.0;
        if (earned > 0) {
            budget = Math.min(BURST, budget + earned);
            filled = now;
        }
        if (budget < 1) {
            return false;
        }
        budget--;
        return true;
    }
}
