package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gets certificates issued while a device waits for the answer to its report: it asks for them some two seconds later (specification 4.1).
 * Whoever is not there in time goes on by itself, and the device is told to come again.
 */
public final class PromptCertificates implements ReportedKeys {
    /** How long the answer to a report may wait for signers elsewhere. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CertificateRounds certificates;
    private final Duration patience;

    public PromptCertificates(CertificateRounds certificates) {
        this(certificates, PATIENCE);
    }

    PromptCertificates(CertificateRounds certificates, Duration patience) {
        this.certificates = certificates;
        this.patience = patience;
    }

    @Override
    public void reported(DeviceUuid device, List<CommandId> keys) {
        CountDownLatch tries = new CountDownLatch(keys.size());
        keys.forEach(key -> certificates.promptly(device, key, tries::countDown));
        try {
            // in time or not, the answer is the same
            var _ = tries.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
