package io.latebind.server.provisioning.link;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.Parsed;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.identity.Proof;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.FetchRules;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueueSave;
import io.latebind.server.provisioning.QueueStore;
import io.latebind.server.provisioning.ReportRules;
import io.latebind.server.provisioning.Visit;
import io.latebind.server.provisioning.rule.AppendRules;
import io.latebind.server.provisioning.rule.BoundRule;
import io.latebind.server.provisioning.rule.DeviceRuleStore;
import io.latebind.server.provisioning.rule.RuleMark;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A device's visit: fetch and report (specification 3, 6). Each is one load and one compare-and-swap save, tried again when someone
 * else changed the queue in between. Claim, pin and block flag are read every time, so that an unclaim or a block is felt at once. A
 * fetch that finds rules to be applied begins anew in a transaction, which stores what they added with the fact that they did.
 */
public final class DeviceLink {
    /** Changes of one queue in the same moment, before the device is asked to come again. */
    private static final int MAX_TRIES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceLink.class);

    private final Transactor transactor;
    private final QueueStore queues;
    private final DeviceRuleStore rules;
    private final InstantSource clock;
    private final IdSource ids;
    private final int maxDeliveries;

    /** @param maxDeliveries deliveries without a result before a command is given up (specification 3.3) */
    public DeviceLink(
            Transactor transactor,
            QueueStore queues,
            DeviceRuleStore rules,
            InstantSource clock,
            IdSource ids,
            int maxDeliveries) {
        this.transactor = transactor;
        this.queues = queues;
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
        this.maxDeliveries = maxDeliveries;
    }

    /** Commands, or nothing. */
    public LinkAnswer fetch(String jwt, FetchRequest request) {
        return proven(jwt, device -> {
            Optional<LinkAnswer> answer = transactor.perStatement(tx -> visit(
                    tx,
                    device,
                    queues::session,
                    (session, pin, now) -> AppendRules.askedIn(session)
                            ? Optional.empty()
                            : Optional.of(delivery(session, session.queue(), request, pin, now))));
            return answer.orElseGet(() -> transactor
                    .inTransaction(tx -> visit(
                            tx,
                            device,
                            queues::wholeSession,
                            (session, pin, now) -> Optional.of(withRules(tx, session, request, pin, now))))
                    .orElseThrow());
        });
    }

    private Step withRules(
            Tx tx, DeviceSession session, FetchRequest request, Optional<CandidateKey> pin, Instant now) {
        if (!AppendRules.askedIn(session)) {
            return delivery(session, session.queue(), request, pin, now);
        }
        List<BoundRule> due = rules.due(tx, session.at());
        List<CommandId> fresh = Stream.generate(() -> new CommandId(ids.newUuid()))
                .limit(AppendRules.idsFor(due))
                .toList();
        AppendRules.Appended appended = AppendRules.append(session.queue(), due, fresh, now);
        return delivery(session, appended.queue(), request, pin, now).after(appended);
    }

    private Step delivery(
            DeviceSession session,
            ProvisioningQueue queue,
            FetchRequest request,
            Optional<CandidateKey> pin,
            Instant now) {
        FetchRules.Delivery delivery = FetchRules.fetch(
                queue, session.blocked(), request.after(), request.buffers(), maxDeliveries, session.lastSeen(), now);
        Visit visit = new Visit(now, request.modemFirmware(), request.clientVersion(), pin);
        LinkAnswer answer = delivery.batch().isEmpty()
                ? new LinkAnswer.Nothing()
                : new LinkAnswer.Commands(DeviceMessages.encodeCommands(delivery.batch()));
        return new Step(answer, delivery.queue(), delivery.history(), List.of(), visit);
    }

    /** Acknowledged, whatever the report holds, as long as it is one. */
    public LinkAnswer report(String jwt, byte[] body) {
        Decoding<List<DeviceResponse>> decoded = DeviceMessages.decodeResponses(body);
        return proven(
                jwt,
                device -> transactor
                        .perStatement(tx -> visit(
                                tx,
                                device,
                                queues::session,
                                (session, pin, now) -> Optional.of(recorded(session, decoded, pin, now))))
                        .orElseThrow());
    }

    private static Step recorded(
            DeviceSession session, Decoding<List<DeviceResponse>> decoded, Optional<CandidateKey> pin, Instant now) {
        Visit visit = new Visit(now, Optional.empty(), Optional.empty(), pin);
        return switch (decoded) {
            case Decoding.Decoded<List<DeviceResponse>>(List<DeviceResponse> responses) -> {
                ReportRules.Recorded recorded = ReportRules.report(session.queue(), responses, now);
                yield new Step(new LinkAnswer.Acknowledged(), recorded.queue(), recorded.history(), List.of(), visit);
            }
            case Decoding.Malformed<List<DeviceResponse>>(String reason) ->
                new Step(
                        new LinkAnswer.Malformed(),
                        session.queue(),
                        List.of(HistoryEntry.malformed(reason)),
                        List.of(),
                        visit);
        };
    }

    /** What a visit wants to store, and its answer once that is stored. */
    private record Step(
            LinkAnswer answer, ProvisioningQueue queue, List<HistoryEntry> history, List<RuleMark> marks, Visit visit) {
        /** The same, behind what rules did first. */
        Step after(AppendRules.Appended appended) {
            List<HistoryEntry> whole = new ArrayList<>(appended.history());
            whole.addAll(history);
            return new Step(answer, queue, whole, appended.marks(), visit);
        }
    }

    private interface Load {
        Optional<DeviceSession> of(Tx tx, DeviceUuid device);
    }

    /** Empty when it is to be done in a transaction. */
    private interface Work {
        Optional<Step> on(DeviceSession session, Optional<CandidateKey> pin, Instant now);
    }

    private static LinkAnswer proven(String text, Function<DeviceJwt, LinkAnswer> visit) {
        switch (DeviceJwt.parse(text)) {
            case Parsed.Invalid<DeviceJwt>(String reason) -> {
                LOG.info("a device was refused: {}", reason);
                return new LinkAnswer.NotProven();
            }
            case Parsed.Valid<DeviceJwt>(DeviceJwt jwt) -> {
                try (MDC.MDCCloseable _ =
                        MDC.putCloseable("device", jwt.device().toString())) {
                    return visit.apply(jwt);
                }
            }
        }
    }

    private Optional<LinkAnswer> visit(Tx tx, DeviceJwt jwt, Load load, Work work) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<DeviceSession> found = load.of(tx, jwt.device());
            if (found.isEmpty()) {
                LOG.info("device {} came and is not claimed", jwt.device());
                return Optional.of(new LinkAnswer.NotClaimed());
            }
            Instant now = clock.instant();
            DeviceSession session = found.get();
            switch (IdentityRules.prove(session.keys(), jwt, now)) {
                case Proof.Unproven(String reason) -> {
                    LOG.info("device {} was refused: {}", jwt.device(), reason);
                    queues.note(tx, session.at(), HistoryEntry.refused(reason), now);
                    return Optional.of(new LinkAnswer.NotProven());
                }
                case Proof.Proven(CandidateKey key, boolean pins) -> {
                    Optional<Step> step = work.on(session, pins ? Optional.of(key) : Optional.empty(), now);
                    if (step.isEmpty()) {
                        return Optional.empty();
                    }
                    if (store(tx, session, step.get(), now)) {
                        return Optional.of(step.get().answer());
                    }
                }
            }
        }
        LOG.warn("device {} is asked to come again: its queue was changed {} times in a row", jwt.device(), MAX_TRIES);
        return Optional.of(new LinkAnswer.TryAgain());
    }

    private boolean store(Tx tx, DeviceSession session, Step step, Instant now) {
        List<HistoryEntry> history = new ArrayList<>(step.history());
        if (step.visit().pin().isPresent()) {
            history.addFirst(HistoryEntry.proven());
        }
        QueueSave save =
                new QueueSave(session.at(), session.queue(), step.queue(), history, Optional.of(step.visit()), now);
        if (save.changesNothing()) {
            queues.seen(tx, session.at(), step.visit());
            return true;
        }
        if (!queues.save(tx, save)) {
            return false;
        }
        if (!step.marks().isEmpty()) {
            rules.mark(tx, session.at(), step.marks(), now);
        }
        return true;
    }
}
