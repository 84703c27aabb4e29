package io.latebind.server.provisioning.link;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.kernel.Origin;
import io.latebind.server.provisioning.Connection;
import io.latebind.server.provisioning.ConnectionRules;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.FetchRules;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.IssuanceRules;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.ReportRules;
import io.latebind.server.provisioning.Reporter;
import io.latebind.server.provisioning.Visit;
import io.latebind.server.provisioning.VisitOutcome;
import io.latebind.server.provisioning.rule.AppendRules;
import io.latebind.server.provisioning.rule.RuleMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a visit wants to store, and its answer once that is stored. */
record VisitStep(
        VisitOutcome outcome,
        LinkAnswer answer,
        ProvisioningQueue queue,
        List<HistoryEntry> history,
        List<RuleMark> marks,
        Visit visit) {

    /**
     * Who came, and when.
     *
     * @param key that the visitor has proven
     * @param pins whether for the first time
     */
    record Arrival(Origin from, CandidateKey key, boolean pins, Instant now) {
        Optional<CandidateKey> pin() {
            return pins ? Optional.of(key) : Optional.empty();
        }

        /** The keys of the device, with what this visit has proven. */
        DeviceKeys provenIn(DeviceSession session) {
            return switch (session.keys()) {
                case DeviceKeys.Candidates _ when pins -> new DeviceKeys.Pinned(key);
                case DeviceKeys.Candidates _, DeviceKeys.Registered _, DeviceKeys.Pinned _, DeviceKeys.Contradicted _ ->
                    session.keys();
            };
        }
    }

    /** The same, behind what rules did first. */
    VisitStep after(AppendRules.Appended appended) {
        List<HistoryEntry> whole = new ArrayList<>(appended.history());
        whole.addAll(history);
        return new VisitStep(outcome, answer, queue, whole, appended.marks(), visit);
    }

    /** Then its line is all there is to store, once a minute like every refusal's. */
    boolean reportIsNone() {
        return answer instanceof LinkAnswer.Malformed;
    }

    /** With the line of the first proof of the key, where this visit was it. */
    List<HistoryEntry> wholeHistory() {
        if (visit.pin().isEmpty()) {
            return history;
        }
        List<HistoryEntry> whole = new ArrayList<>(history);
        whole.addFirst(HistoryEntry.proven());
        return whole;
    }

    /** The device has proven itself for a whole session; its queue is left as it is. */
    static VisitStep authentication(
            DeviceSession session,
            Arrival arrival,
            boolean byToken,
            Optional<String> modemFirmware,
            Optional<String> clientVersion) {
        return new VisitStep(
                VisitOutcome.AUTHENTICATED,
                new LinkAnswer.Authenticated(new SessionBinding(
                        session.at().device(),
                        session.at().claim(),
                        arrival.key(),
                        byToken,
                        modemFirmware,
                        clientVersion)),
                session.queue(),
                List.of(),
                List.of(),
                new Visit(arrival.now(), modemFirmware, clientVersion, arrival.pin(), Optional.empty()));
    }

    /** @param queue the session's, or what rules have made of it */
    static VisitStep fetch(
            DeviceSession session, ProvisioningQueue queue, FetchRequest request, Arrival arrival, int maxDeliveries) {
        FetchRules.Delivery delivery = FetchRules.fetch(
                queue,
                session.blocked(),
                request.after(),
                request.buffers(),
                maxDeliveries,
                session.lastSeen(),
                arrival.now());
        Connection connection = new Connection(
                arrival.from().address(), request.modemFirmware(), request.clientVersion(), request.buffers());
        Visit visit = new Visit(
                arrival.now(),
                request.modemFirmware(),
                request.clientVersion(),
                arrival.pin(),
                ConnectionRules.worthALine(session.connected(), connection, arrival.now()));
        List<HistoryEntry> history = new ArrayList<>(delivery.history());
        boolean nothing = delivery.batch().isEmpty();
        byte[] encoded = nothing ? new byte[0] : DeviceMessages.encodeCommands(delivery.batch());
        history.replaceAll(line -> line.kind() == HistoryEntry.Kind.DELIVERED
                ? line.saying("; " + encoded.length + " bytes")
                        .with("bytes", encoded.length)
                        .with("records", delivery.batch().size())
                : line);
        if (visit.connected().isPresent()) {
            history.addFirst(connection.line());
        }
        if (!nothing) {
            return fetched(VisitOutcome.DELIVERED, new LinkAnswer.Commands(encoded), delivery, history, visit);
        }
        return delivery.comeAgain()
                ? fetched(VisitOutcome.AWAITS_CERTIFICATE, new LinkAnswer.TryAgain(), delivery, history, visit)
                : fetched(VisitOutcome.NOTHING, new LinkAnswer.Nothing(), delivery, history, visit);
    }

    private static VisitStep fetched(
            VisitOutcome outcome,
            LinkAnswer answer,
            FetchRules.Delivery delivery,
            List<HistoryEntry> history,
            Visit visit) {
        return new VisitStep(outcome, answer, delivery.queue(), history, List.of(), visit);
    }

    /** The keys that have come with this report, unless the device is blocked. */
    private static List<CommandId> toCertify(DeviceSession session, ProvisioningQueue after) {
        return session.blocked()
                ? List.of()
                : after.awaitingCertificates().stream()
                        .filter(key -> IssuanceRules.awaiting(session.queue(), key.attempt())
                                .isEmpty())
                        .map(QueuedCommand::id)
                        .toList();
    }

    /** @param bytes of the report */
    static VisitStep report(DeviceSession session, Decoding<List<DeviceResponse>> decoded, int bytes, Arrival arrival) {
        Visit visit = new Visit(arrival.now(), Optional.empty(), Optional.empty(), arrival.pin(), Optional.empty());
        return switch (decoded) {
            case Decoding.Decoded<List<DeviceResponse>>(List<DeviceResponse> responses) -> {
                ReportRules.Recorded recorded = ReportRules.report(
                        session.queue(),
                        responses,
                        new Reporter(session.at().device(), arrival.provenIn(session)),
                        arrival.now());
                yield new VisitStep(
                        VisitOutcome.ACKNOWLEDGED,
                        new LinkAnswer.Acknowledged(toCertify(session, recorded.queue())),
                        recorded.queue(),
                        recorded.history(),
                        List.of(),
                        visit);
            }
            case Decoding.Malformed<List<DeviceResponse>>(String reason) -> {
                boolean tooBig = bytes > DeviceMessages.MAX_REPORT_BYTES;
                HistoryEntry line = tooBig ? HistoryEntry.tooBig(bytes) : HistoryEntry.malformed(reason);
                yield new VisitStep(
                        tooBig ? VisitOutcome.TOO_BIG : VisitOutcome.MALFORMED,
                        new LinkAnswer.Malformed(),
                        session.queue(),
                        List.of(line.with(HistoryEntry.ADDRESS, arrival.from().address())),
                        List.of(),
                        visit);
            }
        };
    }
}
