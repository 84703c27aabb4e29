package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.UnusableJwt;
import io.latebind.server.identity.Proof;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.QueueStore;
import io.latebind.server.provisioning.UnclaimedVisit;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.VisitOutcome;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of visits that led to nothing: to the log, to metrics, and to the history of the device that the JWT names, as far as it is
 * claimed. Proven or not, a line of a kind is written once a minute at most.
 */
final class RefusedVisits {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedVisits.class);

    private final QueueStore queues;
    private final UnclaimedVisitKeeping unclaimed;
    private final VisitObserver observer;

    RefusedVisits(QueueStore queues, UnclaimedVisitKeeping unclaimed, VisitObserver observer) {
        this.queues = queues;
        this.unclaimed = unclaimed;
        this.observer = observer;
    }

    void withoutCredentials() {
        observer.visited(VisitOutcome.NO_CREDENTIALS);
    }

    /**
     * @param reason why the text is no JWT of a device
     * @return for the history of the device that it names, if it names one
     */
    HistoryEntry badJwt(UnusableJwt jwt, String reason) {
        Proof.Cause cause = jwt.otherAlgorithm() ? Proof.Cause.WRONG_ALGORITHM : Proof.Cause.BAD_JWT;
        LOG.info("a device was refused: {}", reason);
        observer.visited(VisitOutcome.of(cause));
        return HistoryEntry.refused(cause, reason);
    }

    void unproven(Tx tx, Origin from, DeviceUuid device, Proof.Unproven why, Instant now) {
        LOG.info("device {} was refused: {}", device, why.reason());
        observer.visited(VisitOutcome.of(why.cause()));
        note(tx, from, device, HistoryEntry.refused(why.cause(), why.reason()), now);
    }

    void notClaimed(Tx tx, Origin from, Visitor who, Instant now) {
        LOG.info("device {} came and is not claimed", who.device());
        observer.visited(VisitOutcome.NOT_CLAIMED);
        unclaimed.came(tx, who.device(), new UnclaimedVisit(1, now, now, from.address(), who.problem(now)));
    }

    void faulty(Tx tx, Origin from, DeviceUuid device, VisitFault fault, Instant now) {
        LOG.info("device {}: {}", device, fault.line().text());
        observer.visited(fault.outcome());
        note(tx, from, device, fault.line(), now);
    }

    void note(Tx tx, Origin from, DeviceUuid device, HistoryEntry line, Instant now) {
        queues.note(tx, device, line.with(HistoryEntry.ADDRESS, from.address()), now);
    }
}
