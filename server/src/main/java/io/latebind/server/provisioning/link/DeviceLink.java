package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.Parsed;
import io.latebind.server.identity.DeviceCredential;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.identity.Proof;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final InstantSource clock;
    private final int maxDeliveries;
    private final boolean attestationTokens;

    /**
     * @param maxDeliveries deliveries without a result before a command is given up (specification 3.3)
     * @param attestationTokens whether a registered device may send an attestation token in the place of a JWT (specification 5.4)
     */
    public DeviceLink(
            Transactor transactor,
            QueueStore queues,
            InstantSource clock,
            int maxDeliveries,
            boolean attestationTokens) {
        this.transactor = transactor;
        this.queues = queues;
        this.clock = clock;
        this.maxDeliveries = maxDeliveries;
        this.attestationTokens = attestationTokens;
    }

    /**
     * Commands, or nothing.
     *
     * @param credential a JWT, or {@code att.} and an attestation token
     */
    public LinkAnswer fetch(String credential, FetchRequest request) {
        return visit(credential, (session, pin, now) -> {
            FetchRules.Delivery delivery = FetchRules.fetch(
                    session.queue(),
                    session.blocked(),
                    request.after(),
                    request.buffers(),
                    maxDeliveries,
                    session.lastSeen(),
                    now);
            Visit visit = new Visit(now, request.modemFirmware(), request.clientVersion(), pin);
            LinkAnswer answer = delivery.batch().isEmpty()
                    ? new LinkAnswer.Nothing()
                    : new LinkAnswer.Commands(DeviceMessages.encodeCommands(delivery.batch()));
            return new Step(answer, delivery.queue(), delivery.history(), visit);
        });
    }

    /** Acknowledged, whatever the report holds, as long as it is one. */
    public LinkAnswer report(String credential, byte[] body) {
        Decoding<List<DeviceResponse>> decoded = DeviceMessages.decodeResponses(body);
        return visit(credential, (session, pin, now) -> {
            Visit visit = new Visit(now, Optional.empty(), Optional.empty(), pin);
            return switch (decoded) {
                case Decoding.Decoded<List<DeviceResponse>>(List<DeviceResponse> responses) -> {
                    ReportRules.Recorded recorded = ReportRules.report(session.queue(), responses, now);
                    yield new Step(new LinkAnswer.Acknowledged(), recorded.queue(), recorded.history(), visit);
                }
                case Decoding.Malformed<List<DeviceResponse>>(String reason) ->
                    new Step(
                            new LinkAnswer.Malformed(),
                            session.queue(),
                            List.of(HistoryEntry.malformed(reason)),
                            visit);
            };
        });
    }

    /** What a visit wants to store, and its answer once that is stored. */
    private record Step(LinkAnswer answer, ProvisioningQueue queue, List<HistoryEntry> history, Visit visit) {}

    private interface Work {
        Step on(DeviceSession session, Optional<CandidateKey> pin, Instant now);
    }

    private LinkAnswer visit(String text, Work work) {
        switch (DeviceCredential.parse(text)) {
            case Parsed.Invalid<DeviceCredential>(String reason) -> {
                LOG.info("a device was refused: {}", reason);
                return new LinkAnswer.NotProven();
            }
            case Parsed.Valid<DeviceCredential>(DeviceCredential credential) -> {
                try (MDC.MDCCloseable _ =
                        MDC.putCloseable("device", credential.device().toString())) {
                    return transactor.perStatement(tx -> visit(tx, credential, work));
                }
            }
        }
    }

    private LinkAnswer visit(Tx tx, DeviceCredential credential, Work work) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<DeviceSession> found = queues.session(tx, credential.device());
            if (found.isEmpty()) {
                LOG.info("device {} came and is not claimed", credential.device());
                return new LinkAnswer.NotClaimed();
            }
            Instant now = clock.instant();
            DeviceSession session = found.get();
            switch (IdentityRules.prove(session.keys(), credential, attestationTokens, now)) {
                case Proof.Unproven(String reason) -> {
                    LOG.info("device {} was refused: {}", credential.device(), reason);
                    queues.note(tx, session.at(), HistoryEntry.refused(reason), now);
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
        LOG.warn(
                "device {} is asked to come again: its queue was changed {} times in a row",
                credential.device(),
                MAX_TRIES);
        return new LinkAnswer.TryAgain();
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
        return queues.save(tx, save);
    }
}
