package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.DatabaseUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to get certificates issued, each in a virtual thread of its own: at once for a key that was reported just now, and again and
 * again for those that could not be had then, because the signer was away, the device blocked, or the process killed. Each process has
 * one; what one of them takes, the others leave alone.
 */
public final class CertificateRounds {
    /**
     * Of those that were not had at once. Many more than one authority has under way (16), so that a slow signer does not hold up the
     * devices of others.
     */
    static final int MOST_AT_ONCE = 128;

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CertificateRounds.class);

    private final CertifyKeys certifying;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    /** Each try holds one; whoever gets all knows that none is under way. */
    private final Semaphore underWay = new Semaphore(Integer.MAX_VALUE);

    public CertificateRounds(CertifyKeys certifying) {
        this.certifying = certifying;
    }

    /** Works until the result is closed; closing waits for the tries that are under way. */
    public AutoCloseable start() {
        return new Work();
    }

    /** One try for a key that was reported just now, whatever else is under way. */
    void promptly(DeviceUuid device, CommandId key, Runnable end) {
        begin(key, () -> {
            try {
                certifying.certify(device, key);
            } finally {
                end.run();
            }
        });
    }

    /** Begins what is due, as far as there are places; false when nothing more is. */
    boolean begin() {
        int free = places.drainPermits();
        List<AwaitedCertificate> due;
        try {
            due = certifying.takeDue(free);
        } catch (RuntimeException failed) {
            places.release(free);
            throw failed;
        }
        places.release(free - due.size());
        due.forEach(each -> begin(each.key().id(), () -> certify(each)));
        return due.size() == free;
    }

    private void certify(AwaitedCertificate awaited) {
        try {
            certifying.certify(awaited);
        } catch (DatabaseUnavailable outage) {
            LOG.warn("Certificates that are to come wait for the database: {}", outage.getMessage());
        } finally {
            places.release();
        }
    }

    private void begin(CommandId key, Runnable work) {
        underWay.acquireUninterruptibly();
        Thread.ofVirtual().name("certificate of " + key).start(() -> {
            try {
                work.run();
            } finally {
                underWay.release();
            }
        });
    }

    /** Returns when none is under way, or this time is over. */
    void awaitEnd(Duration patience) throws InterruptedException {
        if (underWay.tryAcquire(Integer.MAX_VALUE, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            underWay.release(Integer.MAX_VALUE);
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

        private boolean next() throws InterruptedException {
            if (!places.tryAcquire(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            places.release();
            try {
                return begin();
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
                awaitEnd(IssuanceRules.HELD);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
