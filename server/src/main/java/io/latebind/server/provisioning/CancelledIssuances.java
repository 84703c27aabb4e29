package io.latebind.server.provisioning;

import io.latebind.contract.device.CorrelationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which certificates a change of a queue makes useless: nobody will ever write them. Pure. */
final class CancelledIssuances {
    private CancelledIssuances() {}

    /** The attempts that are to be abandoned: their certificates were still to come, or had not been written yet and are gone. */
    static List<CorrelationId> between(ProvisioningQueue before, ProvisioningQueue after) {
        Stream<CorrelationId> toCome = before.awaitingCertificates().stream()
                .map(QueuedCommand::attempt)
                .filter(attempt -> IssuanceRules.awaiting(after, attempt).isEmpty());
        Stream<CorrelationId> unwritten = before.commands().stream()
                .filter(command -> command.open()
                        && after.commands().stream().noneMatch(left -> left.id().equals(command.id())))
                .flatMap(command -> keyOf(before, command).stream())
                .map(QueuedCommand::attempt);
        return Stream.concat(toCome, unwritten).distinct().toList();
    }

    private static Optional<QueuedCommand> keyOf(ProvisioningQueue queue, QueuedCommand certificate) {
        return queue.commands().stream()
                .filter(command -> certificate.issuedFor(command.id()) && command.status() == CommandStatus.SUCCEEDED)
                .findFirst();
    }
}
