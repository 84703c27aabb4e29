package io.latebind.server.provisioning;

import io.latebind.contract.device.CorrelationId;
import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.CertificateRequest;
import io.latebind.server.certificate.DeviceFacts;
import io.latebind.server.certificate.IssuanceOrder;
import io.latebind.server.certificate.KeygenRules;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * A certificate that is to be issued.
 *
 * @param key the command that made the key, with its request and its result
 */
public record AwaitedCertificate(TeamId team, DeviceFacts device, QueuedCommand key) {
    public CorrelationId attempt() {
        return key.attempt();
    }

    /** How signers know the attempt. */
    static AttemptKey attemptKey(CorrelationId attempt) {
        return new AttemptKey(attempt.toString());
    }

    IssuanceOrder order() {
        Signing signing = key.requestNow().signing().orElseThrow();
        return new IssuanceOrder(
                attemptKey(attempt()),
                team,
                device,
                request()
                        .orElseThrow(() -> new IllegalStateException("command " + key.id()
                                + " waits for a certificate, and its recorded token holds no request")),
                key.requestNow().tag().orElseThrow().value(),
                signing.authority(),
                signing.profile());
    }

    /** What the device asked to have certified; empty when the recorded token holds no request. */
    Optional<CertificateRequest> request() {
        return key.result().orElse(null) instanceof CommandResult.Success(Optional<String> reported)
                ? reported.flatMap(KeygenRules::requestIn)
                : Optional.empty();
    }
}
