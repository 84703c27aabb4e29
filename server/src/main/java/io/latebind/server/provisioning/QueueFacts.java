package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Principal;
import java.util.Optional;

/** Changes of a queue as audit shows them. */
final class QueueFacts {
    private QueueFacts() {}

    /** @param subject the one command that was changed, or the device when it was its whole queue */
    static AuditEvent event(
            Principal caller,
            AuditAction action,
            DeviceUuid device,
            Object subject,
            ProvisioningQueue before,
            ProvisioningQueue after) {
        AuditEvent event = AuditEvent.onDevice(caller, action, device, subject);
        if (subject instanceof CommandId command) {
            Optional<Facts> was = before.find(command).map(QueueFacts::of);
            Optional<Facts> is = after.find(command).map(QueueFacts::of);
            AuditEvent withBefore = was.map(event::before).orElse(event);
            return is.map(withBefore::after).orElse(withBefore);
        }
        return event.before(of(before)).after(of(after));
    }

    private static Facts of(QueuedCommand command) {
        return Facts.of("type", command.type().key())
                .with("status", command.status())
                .with("description", command.description())
                .with("request", CommandJson.requestValues(command.requestNow()))
                .with("secret", secret(command));
    }

    /** That there is one, never what it is. */
    private static Optional<String> secret(QueuedCommand command) {
        return CommandJson.secret(command.requestNow()).isPresent()
                ? Optional.of("stored")
                : Optional.of("erased").filter(_ -> command.secretErased());
    }

    private static Facts of(ProvisioningQueue queue) {
        return Facts.of(
                "commands",
                queue.listed().stream()
                        .map(command -> Facts.of("id", command.id())
                                .with("type", command.type().key())
                                .with("status", command.status()))
                        .toList());
    }
}
