package io.latebind.server.provisioning.link;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.UnusableJwt;
import io.latebind.server.identity.DeviceCredential;
import io.latebind.server.identity.Proof;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.CommandMove;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.QueueSave;
import io.latebind.server.provisioning.QueueStore;
import io.latebind.server.provisioning.UnclaimedVisitKeeping;
import io.latebind.server.provisioning.VisitObserver;
import io.latebind.server.provisioning.VisitOutcome;
import io.latebind.server.provisioning.rule.AppendRules;
import io.latebind.server.provisioning.rule.BoundRule;
import io.latebind.server.provisioning.rule.DeviceRuleStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A device's visit: fetch and report (specification 3, 6). Each is one load and one compare-and-swap save, tried again when someone
 * else changed the queue in between; only where a rule adds commands it is a transaction. Claim, pin and block flag are read every
 * time, so that an unclaim or a block is felt at once.
 */
public final class DeviceLink {
    /** Changes of one queue in the same moment, before the device is asked to come again. */
    private static final int MAX_TRIES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceLink.class);

    private final Transactor transactor;
    private final QueueStore queues;
    private final DeviceRuleStore rules;
    private final RefusedVisits refused;
    private final VisitObserver observer;
    private final VisitTerms terms;
    private final IdSource ids;

    /** @param observer told of every visit, whatever came of it */
    public DeviceLink(
            Transactor transactor,
            QueueStore queues,
            DeviceRuleStore rules,
            UnclaimedVisitKeeping unclaimed,
            VisitObserver observer,
            VisitTerms terms,
            IdSource ids) {
        this.transactor = transactor;
        this.queues = queues;
        this.rules = rules;
        this.refused = new RefusedVisits(queues, unclaimed, observer);
        this.observer = observer;
        this.terms = terms;
        this.ids = ids;
    }

    /**
     * What holds for every visit.
     *
     * @param maxDeliveries deliveries without a result before a command is given up (specification 3.3)
     * @param attestationTokens whether a registered device may send an attestation token in the place of a JWT (specification 5.4)
     */
    public record VisitTerms(InstantSource clock, int maxDeliveries, boolean attestationTokens) {}

    /**
     * Who a session's device is, proven once for all its requests: {@code Authenticated}, or why not.
     *
     * @param credential a JWT, or {@code att.} and an attestation token
     * @param modemFirmware the parameter {@code mver}
     * @param clientVersion the parameter {@code cver}
     */
    public LinkAnswer authenticate(
            Origin from, String credential, Optional<String> modemFirmware, Optional<String> clientVersion) {
        return wellFormed(
                from,
                credential,
                who -> transactor
                        .perStatement(tx -> visit(
                                tx,
                                from,
                                who,
                                queues::session,
                                (session, arrival) -> Optional.of(
                                        VisitStep.authentication(session, arrival, modemFirmware, clientVersion))))
                        .orElseThrow());
    }

    /**
     * Commands, or nothing.
     *
     * @param credential a JWT, or {@code att.} and an attestation token
     */
    public LinkAnswer fetch(Origin from, String credential, FetchRequest request) {
        return wellFormed(from, credential, who -> fetch(from, who, request));
    }

    /** Commands, or nothing, for the device that this session has authenticated. */
    public LinkAnswer fetch(Origin from, SessionBinding binding, FetchRequest request) {
        return observed(binding.device(), () -> fetch(from, new Visitor.Bound(binding), request));
    }

    private LinkAnswer fetch(Origin from, Visitor who, FetchRequest request) {
        Optional<LinkAnswer> answer = transactor.perStatement(tx -> visit(
                tx,
                from,
                who,
                queues::session,
                (session, arrival) -> AppendRules.askedIn(session)
                        ? Optional.empty()
                        : Optional.of(
                                VisitStep.fetch(session, session.queue(), request, arrival, terms.maxDeliveries()))));
        return answer.orElseGet(() -> transactor
                .inTransaction(tx -> visit(
                        tx,
                        from,
                        who,
                        queues::wholeSession,
                        (session, arrival) -> Optional.of(withRules(tx, session, request, arrival))))
                .orElseThrow());
    }

    private VisitStep withRules(Tx tx, DeviceSession session, FetchRequest request, VisitStep.Arrival arrival) {
        if (!AppendRules.askedIn(session)) {
            return VisitStep.fetch(session, session.queue(), request, arrival, terms.maxDeliveries());
        }
        List<BoundRule> due = rules.due(tx, session.at());
        List<CommandId> fresh = Stream.generate(() -> new CommandId(ids.newUuid()))
                .limit(AppendRules.idsFor(due))
                .toList();
        AppendRules.Appended appended = AppendRules.append(session.queue(), due, fresh, arrival.now());
        return VisitStep.fetch(session, appended.queue(), request, arrival, terms.maxDeliveries())
                .after(appended);
    }

    /** Acknowledged, whatever the report holds, as long as it is one. */
    public LinkAnswer report(Origin from, String credential, byte[] body) {
        return wellFormed(from, credential, who -> report(from, who, body));
    }

    /** As {@link #report(Origin, String, byte[])}, of the device that this session has authenticated. */
    public LinkAnswer report(Origin from, SessionBinding binding, byte[] body) {
        return observed(binding.device(), () -> report(from, new Visitor.Bound(binding), body));
    }

    private LinkAnswer report(Origin from, Visitor who, byte[] body) {
        Decoding<List<DeviceResponse>> decoded = DeviceMessages.decodeResponses(body);
        return transactor
                .perStatement(tx -> visit(
                        tx,
                        from,
                        who,
                        queues::session,
                        (session, arrival) -> Optional.of(VisitStep.report(session, decoded, body.length, arrival))))
                .orElseThrow();
    }

    /**
     * A visit that the transport refuses whoever it is: told to those who look after the device that the credential names. What the
     * device is answered does not hang on it, so an outage is let pass.
     */
    void refused(Origin from, String text, VisitFault fault) {
        switch (DeviceCredential.parse(text)) {
            case Parsed.Invalid<DeviceCredential>(String reason) -> unusable(from, text, reason);
            case Parsed.Valid<DeviceCredential>(DeviceCredential who) ->
                refused(from, new Visitor.Credentialed(who, terms.attestationTokens()), fault);
        }
    }

    /** As {@link #refused(Origin, String, VisitFault)}, of the device that this session has authenticated. */
    void refused(Origin from, SessionBinding binding, VisitFault fault) {
        refused(from, new Visitor.Bound(binding), fault);
    }

    private void refused(Origin from, Visitor who, VisitFault fault) {
        inPassing(tx -> {
            Instant now = terms.clock().instant();
            Optional<DeviceSession> found = queues.session(tx, who.device());
            if (found.isEmpty()) {
                refused.notClaimed(tx, from, who, now);
                return;
            }
            switch (who.admission(found.get(), now)) {
                case Admission.NotProven(Proof.Unproven why) -> refused.unproven(tx, from, who.device(), why, now);
                case Admission.Outdated _ -> observer.visited(VisitOutcome.ASKED_TO_AUTHENTICATE);
                case Admission.Admitted _ -> refused.faulty(tx, from, who.device(), fault, now);
            }
        });
    }

    private void unusable(Origin from, String text, String reason) {
        UnusableJwt jwt = UnusableJwt.of(text);
        HistoryEntry line = refused.badJwt(jwt, reason);
        jwt.device()
                .ifPresent(device -> inPassing(
                        tx -> refused.note(tx, from, device, line, terms.clock().instant())));
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

    /** A visit without any credential. */
    void withoutCredentials() {
        refused.withoutCredentials();
    }

    /** A visit in a session that nobody has authenticated. */
    void notAuthenticated() {
        observer.visited(VisitOutcome.ASKED_TO_AUTHENTICATE);
    }

    private interface Load {
        Optional<DeviceSession> of(Tx tx, DeviceUuid device);
    }

    /** Empty when it is to be done in a transaction. */
    private interface Work {
        Optional<VisitStep> on(DeviceSession session, VisitStep.Arrival arrival);
    }

    private LinkAnswer wellFormed(Origin from, String text, Function<Visitor, LinkAnswer> visit) {
        return switch (DeviceCredential.parse(text)) {
            case Parsed.Invalid<DeviceCredential>(String reason) -> {
                unusable(from, text, reason);
                yield new LinkAnswer.NotProven();
            }
            case Parsed.Valid<DeviceCredential>(DeviceCredential who) ->
                observed(who.device(), () -> visit.apply(new Visitor.Credentialed(who, terms.attestationTokens())));
        };
    }

    private LinkAnswer observed(DeviceUuid device, Supplier<LinkAnswer> visit) {
        try (MDC.MDCCloseable _ = MDC.putCloseable("device", device.toString())) {
            return visit.get();
        } catch (DatabaseUnavailable outage) {
            observer.visited(VisitOutcome.UNAVAILABLE);
            throw outage;
        }
    }

    private Optional<LinkAnswer> visit(Tx tx, Origin from, Visitor who, Load load, Work work) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<DeviceSession> found = load.of(tx, who.device());
            Instant now = terms.clock().instant();
            if (found.isEmpty()) {
                refused.notClaimed(tx, from, who, now);
                return Optional.of(new LinkAnswer.NotClaimed());
            }
            DeviceSession session = found.get();
            switch (who.admission(session, now)) {
                case Admission.NotProven(Proof.Unproven why) -> {
                    refused.unproven(tx, from, who.device(), why, now);
                    return Optional.of(new LinkAnswer.NotProven());
                }
                case Admission.Outdated _ -> {
                    observer.visited(VisitOutcome.ASKED_TO_AUTHENTICATE);
                    return Optional.of(new LinkAnswer.AuthenticateAgain());
                }
                case Admission.Admitted(CandidateKey key, boolean pins) -> {
                    Optional<VisitStep> step = work.on(session, new VisitStep.Arrival(from, key, pins, now));
                    if (step.isEmpty()) {
                        return Optional.empty();
                    }
                    if (store(tx, session, step.get(), now)) {
                        return Optional.of(step.get().answer());
                    }
                }
            }
        }
        LOG.warn("device {} is asked to come again: its queue was changed {} times in a row", who.device(), MAX_TRIES);
        observer.visited(VisitOutcome.TRY_AGAIN);
        return Optional.of(new LinkAnswer.TryAgain());
    }

    private boolean store(Tx tx, DeviceSession session, VisitStep step, Instant now) {
        QueueSave save = new QueueSave(
                session.at(), session.queue(), step.queue(), step.wholeHistory(), Optional.of(step.visit()), now);
        if (step.reportIsNone() && step.visit().pin().isEmpty()) {
            queues.note(tx, session.at().device(), step.history().getFirst(), now);
        } else if (save.changesNothing() && step.marks().isEmpty()) {
            queues.seen(tx, save);
        } else if (!queues.save(tx, save)) {
            return false;
        }
        if (!step.marks().isEmpty()) {
            rules.mark(tx, session.at(), step.marks(), now);
        }
        observer.visited(step.outcome());
        CommandMove.between(session.queue(), step.queue()).forEach(observer::moved);
        return true;
    }
}
