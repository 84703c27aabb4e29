package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a certificate that is to be issued (specification 4.1). Pure. */
public final class IssuanceRules {
    /** Longer than any signer may take: whoever tries, nobody else does meanwhile. */
    public static final Duration HELD = Duration.ofSeconds(20);

    /** Without success for so long, the key's command fails. */
    static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);

    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final int MOST_DOUBLINGS = 10;
    private static final String NONE_ISSUED = "no certificate was issued: ";

    private IssuanceRules() {}

    /** The queue after a try, and what it leaves in the history. */
    public record Settled(ProvisioningQueue queue, List<HistoryEntry> history) {}

    /** For a key that was reported just now; whoever stores the report tries first. */
    static PendingIssuance reported(Instant now) {
        return new PendingIssuance(now, now.plus(HELD), 0, Optional.empty());
    }

    /** The command whose key waits for the certificate of this attempt; empty when nobody waits for it any more. */
    public static Optional<QueuedCommand> awaiting(ProvisioningQueue queue, CorrelationId attempt) {
        return queue.awaitingCertificates().stream()
                .filter(command -> command.attempt().equals(attempt))
                .findFirst();
    }

    /** Whether the queue has the certificate for this key of {@code key} already: somebody else who tried was quicker. */
    static boolean certified(ProvisioningQueue queue, CommandId key, P256PublicKey made) {
        return queue.commands().stream()
                .anyMatch(command -> command.issuedFor(key)
                        && command.requestNow() instanceof CommandRequest.ClientCertificate(SecTag _, String pem)
                        && RecordedKeys.certifies(pem, made.spki()));
    }

    /**
     * Empty when nobody waits for it any more: somebody else who tried was quicker, or the attempt was reset, deleted or discarded.
     *
     * @param queue with the requests of all its commands
     * @param certificate the id of the command that is to write the certificate
     */
    public static Optional<Settled> settle(
            ProvisioningQueue queue, CorrelationId attempt, Issuance issuance, CommandId certificate, Instant now) {
        return awaiting(queue, attempt).map(key -> switch (issuance) {
            case Issuance.Issued issued ->
                switch (CertificateContent.check(issued.pem())) {
                    case Checked.Good<String>(String pem) -> issued(queue, key, issued, pem, certificate, now);
                    case Checked.Bad<String>(String reason) ->
                        failed(queue, key, NONE_ISSUED + "the answer of the certificate authority " + reason, now);
                };
            case Issuance.Refused refused -> failed(queue, key, NONE_ISSUED + refused.reason(), now);
            case Issuance.Delayed(String reason) -> delayed(queue, key, reason, now);
        });
    }

    private static Settled issued(
            ProvisioningQueue queue,
            QueuedCommand key,
            Issuance.Issued issued,
            String pem,
            CommandId certificate,
            Instant now) {
        SecTag tag = key.requestNow().tag().orElseThrow();
        NewCommand write = new NewCommand(Optional.empty(), new CommandRequest.ClientCertificate(tag, pem));
        QueueEdit edit = new QueueEdit(queue);
        edit.insertCertificate(
                key.withIssuance(Optional.empty()),
                QueueRules.pending(
                        queue, certificate, write, AdditionRules.SERVICE, new CommandOrigin.Issued(key.id()), now));
        HistoryEntry line = HistoryEntry.of(
                        Kind.CERTIFICATE_ISSUED,
                        key.id(),
                        "a certificate was issued for the key in secTag " + tag + ", valid until " + issued.expiresAt()
                                + "; it is delivered as clientCertificate")
                .with("certificateId", issued.id())
                .with("certificateCommandId", certificate);
        return new Settled(edit.queue(), List.of(line));
    }

    /** The service itself gives the command up: nothing is put back. */
    private static Settled failed(ProvisioningQueue queue, QueuedCommand key, String reason, Instant now) {
        QueueEdit edit = new QueueEdit(queue);
        edit.failByService(key.failed(new CommandResult.Failure(Optional.empty(), reason), now));
        return new Settled(
                edit.queue(),
                List.of(HistoryEntry.of(
                        Kind.ISSUANCE_REFUSED, key.id(), key.type().key() + " failed: " + reason)));
    }

    private static Settled delayed(ProvisioningQueue queue, QueuedCommand key, String reason, Instant now) {
        PendingIssuance before = key.issuance().orElseThrow();
        Instant end = before.since().plus(GIVEN_UP_AFTER);
        if (!now.isBefore(end)) {
            return failed(
                    queue,
                    key,
                    NONE_ISSUED + "it was tried for " + GIVEN_UP_AFTER.toHours()
                            + " hours, the last time in vain because " + reason,
                    now);
        }
        PendingIssuance after = putOff(before, reason, now);
        QueueEdit edit = new QueueEdit(queue);
        edit.put(key.withIssuance(Optional.of(after)));
        HistoryEntry line = HistoryEntry.of(
                        Kind.ISSUANCE_DELAYED,
                        key.id(),
                        "the certificate for the key of " + key.type().key() + " cannot be issued yet: " + reason
                                + "; it is tried again until " + end)
                .with("tries", after.tries());
        return new Settled(edit.queue(), isTold(before, reason) ? List.of(line) : List.of());
    }

    /**
     * What is left to store of a try that was delayed and of which the history tells nothing new: all else stays as it is. Empty when
     * it was not delayed, is to be told, or the time is over.
     */
    static Optional<PendingIssuance> putOffAgain(PendingIssuance before, Issuance issuance, Instant now) {
        return issuance instanceof Issuance.Delayed(String reason)
                        && !isTold(before, reason)
                        && now.isBefore(before.since().plus(GIVEN_UP_AFTER))
                ? Optional.of(putOff(before, reason, now))
                : Optional.empty();
    }

    /** The first; then another one after 2, 4, 8 … tries, so that a signer away for a day is a dozen lines, whatever its words. */
    private static boolean isTold(PendingIssuance before, String reason) {
        return before.problem().isEmpty()
                || (!before.problem().get().equals(reason) && Integer.bitCount(before.tries() + 1) == 1);
    }

    private static PendingIssuance putOff(PendingIssuance before, String reason, Instant now) {
        return new PendingIssuance(
                before.since(), now.plus(pause(before.tries())), before.tries() + 1, Optional.of(reason));
    }

    /** @param tries that came to nothing before */
    private static Duration pause(int tries) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
