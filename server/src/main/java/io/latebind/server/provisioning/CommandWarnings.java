package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user should know about a command that is accepted all the same (specification 3.2 and 4). Pure. */
public final class CommandWarnings {
    /** The longest AT command that a device with the default buffer of 1792 characters can execute. */
    static final int MAX_AT_LENGTH = 1791;

    private CommandWarnings() {}

    static List<String> of(CommandRequest request, ProvisioningQueue queue) {
        List<String> warnings = new ArrayList<>(ofLength(request));
        if (request instanceof CommandRequest.ClientCertificate certificate) {
            certificateWarning(certificate, queue).ifPresent(warnings::add);
        }
        return List.copyOf(warnings);
    }

    /** What is to be said whatever queue it comes to: an AT command that an ordinary device cannot hold. */
    public static List<String> ofLength(CommandRequest request) {
        return AtSteps.of(request, false).stream()
                .map(AtStep::length)
                .filter(length -> length > MAX_AT_LENGTH)
                .max(Integer::compare)
                .map(
                        length -> "the AT command has " + length + " characters; a device with the default"
                                + " AT buffer executes at most " + MAX_AT_LENGTH
                                + " and says nothing about longer ones. Enlarge the buffer in its firmware or shorten the content")
                .stream()
                .toList();
    }

    private static Optional<String> certificateWarning(
            CommandRequest.ClientCertificate certificate, ProvisioningQueue queue) {
        List<QueuedCommand> keys = queue.commands().stream()
                .filter(command -> command.type().generatesKey()
                        && command.requestNow().tag().equals(certificate.tag()))
                .toList();
        Optional<QueuedCommand> pending =
                keys.stream().filter(QueuedCommand::open).findFirst();
        if (pending.isPresent()) {
            return Optional.of("command " + pending.get().id() + " will make a new key in secTag "
                    + certificate.secTag() + " before this certificate is written; they will not belong together");
        }
        // commands that were deleted count too: the key is in the device all the same
        return keys.reversed().stream()
                .filter(key -> RecordedKeys.spkiOf(key).isPresent())
                .findFirst()
                .filter(key -> !RecordedKeys.certifies(
                        certificate.content(), RecordedKeys.spkiOf(key).orElseThrow()))
                .map(key -> "the certificate's public key is not the one that command " + key.id()
                        + " reported for secTag " + certificate.secTag());
    }
}
