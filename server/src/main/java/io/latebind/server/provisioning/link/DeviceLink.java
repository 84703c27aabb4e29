package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.UnusableJwt;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.identity.Proof;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.CommandMove;
import io.latebind.server.provisioning.Connection;
import io.latebind.server.provisioning.ConnectionRules;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.FetchRules;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueueSave;
import io.latebind.server.provisioning.QueueStore;
import io.latebind.server.provisioning.ReportRules;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.Visit;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.VisitOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A device's visit: fetch and report (specification 3, 6). Each is one load and one compare-and-swap save, tried again when someone
 * else changed the queue in between. Claim, pin and block flag are read every time, so that an unclaim or a block is felt at once.
 */
public final class DeviceLink {
    /** Changes of one queue in the same moment, before the device is asked to come again. */
    private static final int MAX_TRIES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceLink.class);

    private final Transactor transactor;
    private final QueueStore queues;
    private final RefusedVisits refused;
    private final VisitObserver observer;
    private final InstantSource clock;
    private final int maxDeliveries;

    /** @param maxDeliveries deliveries without a result before a command is given up (specification 3.3) */
    public DeviceLink(
            Transactor transactor,
            QueueStore queues,
            UnclaimedVisitKeeping unclaimed,
            VisitObserver observer,
            InstantSource clock,
            int maxDeliveries) {
        this.transactor = transactor;
        this.queues = queues;
        this.refused = new RefusedVisits(queues, unclaimed, observer);
        this.observer = observer;
        this.clock = clock;
        this.maxDeliveries = maxDeliveries;
    }

    /** Commands, or nothing. */
    public LinkAnswer fetch(Origin from, String jwt, FetchRequest request) {
        return visit(from, jwt, (session, pin, now) -> {
            FetchRules.Delivery delivery = FetchRules.fetch(
                    session.queue(),
                    session.blocked(),
                    request.after(),
                    request.buffers(),
                    maxDeliveries,
                    session.lastSeen(),
                    now);
            Connection connection =
                    new Connection(from.address(), request.modemFirmware(), request.clientVersion(), request.buffers());
            Visit visit = new Visit(
                    now,
                    request.modemFirmware(),
                    request.clientVersion(),
                    pin,
                    ConnectionRules.worthALine(session.connected(), connection, now));
            List<HistoryEntry> history = new ArrayList<>(delivery.history());
            if (delivery.batch().isEmpty()) {
                addConnected(history, connection, visit);
                return new Step(VisitOutcome.NOTHING, new LinkAnswer.Nothing(), delivery.queue(), history, visit);
            }
            byte[] encoded = DeviceMessages.encodeCommands(delivery.batch());
            history.replaceAll(line -> line.kind() == HistoryEntry.Kind.DELIVERED
                    ? line.saying("; " + encoded.length + " bytes")
                            .with("bytes", encoded.length)
                            .with("records", delivery.batch().size())
                    : line);
            addConnected(history, connection, visit);
            return new Step(VisitOutcome.DELIVERED, new LinkAnswer.Commands(encoded), delivery.queue(), history, visit);
        });
    }

    private static void addConnected(List<HistoryEntry> history, Connection connection, Visit visit) {
        if (visit.connected().isPresent()) {
            history.addFirst(connection.line());
        }
    }

    /** Acknowledged, whatever the report holds, as long as it is one. */
    public LinkAnswer report(Origin from, String jwt, byte[] body) {
        Decoding<List<DeviceResponse>> decoded = DeviceMessages.decodeResponses(body);
        return visit(from, jwt, (session, pin, now) -> {
            Visit visit = new Visit(now, Optional.empty(), Optional.empty(), pin, Optional.empty());
            return switch (decoded) {
                case Decoding.Decoded<List<DeviceResponse>>(List<DeviceResponse> responses) -> {
                    ReportRules.Recorded recorded = ReportRules.report(session.queue(), responses, now);
                    yield new Step(
                            VisitOutcome.ACKNOWLEDGED,
                            new LinkAnswer.Acknowledged(),
                            recorded.queue(),
                            recorded.history(),
                            visit);
                }
                case Decoding.Malformed<List<DeviceResponse>>(String reason) -> {
                    boolean tooBig = body.length > DeviceMessages.MAX_REPORT_BYTES;
                    HistoryEntry line = tooBig ? HistoryEntry.tooBig(body.length) : HistoryEntry.malformed(reason);
                    yield new Step(
                            tooBig ? VisitOutcome.TOO_BIG : VisitOutcome.MALFORMED,
                            new LinkAnswer.Malformed(),
                            session.queue(),
                            List.of(line.with(HistoryEntry.ADDRESS, from.address())),
                            visit);
                }
            };
        });
    }

    /**
     * A visit that the transport refuses whoever it is: told to those who look after the device that the JWT names. What the device is
     * answered does not hang on it, so an outage is let pass.
     */
    void refused(Origin from, String text, VisitFault fault) {
        switch (DeviceJwt.parse(text)) {
            case Parsed.Invalid<DeviceJwt>(String reason) -> badJwt(from, text, reason);
            case Parsed.Valid<DeviceJwt>(DeviceJwt jwt) ->
                inPassing(tx -> {
                    Instant now = clock.instant();
                    Optional<DeviceSession> found = queues.session(tx, jwt.device());
                    if (found.isEmpty()) {
                        refused.notClaimed(tx, from, jwt, now);
                        return;
                    }
                    switch (IdentityRules.prove(found.get().keys(), jwt, now)) {
                        case Proof.Unproven why -> refused.unproven(tx, from, jwt.device(), why, now);
                        case Proof.Proven _ -> refused.faulty(tx, from, jwt.device(), fault, now);
                    }
                });
        }
    }

    private void badJwt(Origin from, String text, String reason) {
        UnusableJwt jwt = UnusableJwt.of(text);
        HistoryEntry line = refused.badJwt(jwt, reason);
        jwt.device().ifPresent(device -> inPassing(tx -> refused.note(tx, from, device, line, clock.instant())));
    }

    private void inPassing(Consumer<Tx> work) {
        try {
            transactor.perStatement(tx -> {
                work.accept(tx);
                return true;
            });
        } catch (DatabaseUnavailable outage) {
            LOG.debug("a refused visit is not told to the history: {}", outage.getMessage());
        }
    }

    /** A visit without a JWT. */
    void withoutCredentials() {
        refused.withoutCredentials();
    }

    /** What a visit wants to store, and its answer once that is stored. */
    private record Step(
            VisitOutcome outcome, LinkAnswer answer, ProvisioningQueue queue, List<HistoryEntry> history, Visit visit) {
        /** Then its line is all there is to store, once a minute like every refusal's. */
        boolean reportIsNone() {
            return answer instanceof LinkAnswer.Malformed;
        }
    }

    private interface Work {
        Step on(DeviceSession session, Optional<CandidateKey> pin, Instant now);
    }

    private LinkAnswer visit(Origin from, String text, Work work) {
        switch (DeviceJwt.parse(text)) {
            case Parsed.Invalid<DeviceJwt>(String reason) -> {
                badJwt(from, text, reason);
                return new LinkAnswer.NotProven();
            }
            case Parsed.Valid<DeviceJwt>(DeviceJwt jwt) -> {
                try (MDC.MDCCloseable _ =
                        MDC.putCloseable("device", jwt.device().toString())) {
                    return transactor.perStatement(tx -> visit(tx, from, jwt, work));
                } catch (DatabaseUnavailable outage) {
                    observer.visited(VisitOutcome.UNAVAILABLE);
                    throw outage;
                }
            }
        }
    }

    private LinkAnswer visit(Tx tx, Origin from, DeviceJwt jwt, Work work) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<DeviceSession> found = queues.session(tx, jwt.device());
            Instant now = clock.instant();
            if (found.isEmpty()) {
                refused.notClaimed(tx, from, jwt, now);
                return new LinkAnswer.NotClaimed();
            }
            DeviceSession session = found.get();
            switch (IdentityRules.prove(session.keys(), jwt, now)) {
                case Proof.Unproven why -> {
                    refused.unproven(tx, from, jwt.device(), why, now);
                    return new LinkAnswer.NotProven();
                }
                case Proof.Proven(CandidateKey key, boolean pins) -> {
                    Step step = work.on(session, pins ? Optional.of(key) : Optional.empty(), now);
                    if (store(tx, session, step, now)) {
                        return step.answer();
                    }
                }
            }
        }
        LOG.warn("device {} is asked to come again: its queue was changed {} times in a row", jwt.device(), MAX_TRIES);
        observer.visited(VisitOutcome.TRY_AGAIN);
        return new LinkAnswer.TryAgain();
    }

    private boolean store(Tx tx, DeviceSession session, Step step, Instant now) {
        List<HistoryEntry> history = new ArrayList<>(step.history());
        if (step.visit().pin().isPresent()) {
            history.addFirst(HistoryEntry.proven());
        }
        QueueSave save =
                new QueueSave(session.at(), session.queue(), step.queue(), history, Optional.of(step.visit()), now);
        if (step.reportIsNone() && step.visit().pin().isEmpty()) {
            queues.note(tx, session.at().device(), history.getFirst(), now);
        } else if (save.changesNothing()) {
            queues.seen(tx, save);
        } else if (!queues.save(tx, save)) {
            return false;
        }
        observer.visited(step.outcome());
        CommandMove.between(session.queue(), step.queue()).forEach(observer::moved);
        return true;
    }
}
