package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import java.time.Duration;
import java.util.List;

/**
 * Gets certificates issued while a device waits for the answer to its report: it asks for them some two seconds later (specification 4.1).
 * Whoever is not there in time goes on by itself, and the device is told to come again.
 */
public final class PromptCertificates implements ReportedKeys {
    /** How long the answer to a report may wait for signers elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CertifyKeys certifying;
    private final Duration patience;

    public PromptCertificates(CertifyKeys certifying) {
        this(certifying, PATIENCE);
    }

    PromptCertificates(CertifyKeys certifying, Duration patience) {
        this.certifying = certifying;
        this.patience = patience;
    }

    @Override
    public void reported(DeviceUuid device, List<CommandId> keys) {
        Thread work = Thread.ofVirtual()
                .name("certificates of " + device)
                .start(() -> keys.forEach(key -> certifying.certify(device, key)));
        try {
            work.join(patience);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
