package io.latebind.server.provisioning;

import io.latebind.server.kernel.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with certificates that could not be issued at once: the signer was away, the device was blocked, the process was killed. Each
 * process has one; what one of them takes, the others leave alone.
 */
public final class CertificateRounds {
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CertificateRounds.class);

    private final CertifyKeys certifying;

    public CertificateRounds(CertifyKeys certifying) {
        this.certifying = certifying;
    }

    /** Works until the result is closed; closing waits for the tries that are under way. */
    public AutoCloseable start() {
        return new Work();
    }

    /** One round over what is due; false when nothing more is. */
    public boolean round() {
        List<AwaitedCertificate> due = certifying.takeDue();
        List<Thread> tries = new ArrayList<>();
        for (AwaitedCertificate each : due) {
            tries.add(
                    Thread.ofVirtual().name("certificate of " + each.key().id()).start(() -> certify(each)));
        }
        try {
            for (Thread each : tries) {
                each.join();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
        return due.size() == CertifyKeys.MOST_AT_ONCE;
    }

    private void certify(AwaitedCertificate awaited) {
        try {
            certifying.certify(awaited);
        } catch (DatabaseUnavailable outage) {
            LOG.warn("Certificates that are to come wait for the database: {}", outage.getMessage());
        }
    }

    private final class Work implements AutoCloseable {
        private final CountDownLatch ending = new CountDownLatch(1);
        private final Thread thread =
                Thread.ofVirtual().name("certificates to come").start(this::run);

        private void run() {
            try {
                boolean more = false;
                while (!ending.await(more ? 0 : LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    more = next();
                }
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean next() {
            try {
                return round();
            } catch (DatabaseUnavailable outage) {
                LOG.debug("Certificates that are to come wait for the database: {}", outage.getMessage());
            } catch (RuntimeException fault) {
                LOG.error("Certificates that are to come could not be taken up, and are tried again", fault);
            }
            return false;
        }

        @Override
        public void close() {
            ending.countDown();
            try {
                thread.join(IssuanceRules.HELD);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
