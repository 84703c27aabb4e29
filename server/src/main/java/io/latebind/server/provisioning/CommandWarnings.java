package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user should know about a command that is accepted all the same (specification 3.2 and 4). Pure. */
final class CommandWarnings {
    /** The longest AT command that a device with the default buffer of 1792 characters can execute. */
    static final int MAX_AT_LENGTH = 1791;

    private CommandWarnings() {}

    static List<String> of(CommandRequest request, ProvisioningQueue queue) {
        List<String> warnings = new ArrayList<>();
        AtSteps.of(request, false).stream()
                .mapToInt(AtStep::length)
                .filter(length -> length > MAX_AT_LENGTH)
                .max()
                .ifPresent(
                        length -> warnings.add(
                                "the AT command has " + length + " characters; a device with the default"
                                        + " AT buffer executes at most " + MAX_AT_LENGTH
                                        + " and says nothing about longer ones. Enlarge the buffer in its firmware or shorten the content"));
        if (request instanceof CommandRequest.ClientCertificate certificate) {
            certificateWarning(certificate, queue).ifPresent(warnings::add);
        }
        return List.copyOf(warnings);
    }

    private static Optional<String> certificateWarning(
            CommandRequest.ClientCertificate certificate, ProvisioningQueue queue) {
        Optional<QueuedCommand> lastKey = queue.listed().reversed().stream()
                .filter(command -> command.type().generatesKey()
                        && command.requestNow().tag().equals(certificate.tag()))
                .findFirst();
        if (lastKey.isEmpty()) {
            return Optional.empty();
        }
        QueuedCommand key = lastKey.get();
        if (key.open()) {
            return Optional.of("command " + key.id() + " will make a new key in secTag " + certificate.secTag()
                    + " before this certificate is written; they will not belong together");
        }
        return RecordedKeys.spkiOf(key)
                .filter(spki -> !RecordedKeys.certifies(certificate.content(), spki))
                .map(_ -> "the certificate's public key is not the one that command " + key.id()
                        + " reported for secTag " + certificate.secTag());
    }
}
