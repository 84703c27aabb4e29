package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets certificates issued for the keys that devices have made (specification 4.1). What the signer says and what becomes of the queue
 * are two transactions, and none is open while a signer elsewhere works; whoever is killed in between, the same attempt gets the same
 * certificate from whoever goes on.
 */
public final class CertifyKeys {
    /** Changes of one queue in the same moment, before the try is left to a later round. */
    private static final int MAX_TRIES = 10;

    private static final String CANCELLED =
            "the key's command was reset, deleted or discarded, or the device unclaimed, before the certificate was issued";

    private static final String FAULT = "of a fault of the service, which its log describes";

    private static final Logger LOG = LoggerFactory.getLogger(CertifyKeys.class);

    private final Transactor transactor;
    private final QueueStore queues;
    private final PendingCertificates pending;
    private final IssueCertificate certificates;
    private final InstantSource clock;
    private final IdSource ids;

    public CertifyKeys(
            Transactor transactor,
            QueueStore queues,
            PendingCertificates pending,
            IssueCertificate certificates,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.queues = queues;
        this.pending = pending;
        this.certificates = certificates;
        this.clock = clock;
        this.ids = ids;
    }

    /** One try for a key that was reported just now: whoever stored the report holds it. An outage is left to a later round. */
    public void certify(DeviceUuid device, CommandId key) {
        try {
            transactor.perStatement(tx -> pending.find(tx, device, key)).ifPresent(this::certify);
        } catch (DatabaseUnavailable outage) {
            LOG.warn("the certificate for command {} of device {} waits for the database", key, device);
        }
    }

    /** Takes those that are due; none are left when it is fewer than {@code most}. */
    public List<AwaitedCertificate> takeDue(int most) {
        Instant now = clock.instant();
        return transactor.perStatement(tx -> pending.takeDue(tx, now, now.plus(IssuanceRules.HELD), most));
    }

    /** One try for what {@link #takeDue} took. A fault of the service's own is logged, and counts as a try that came to nothing. */
    public void certify(AwaitedCertificate awaited) {
        try {
            Issuance issuance = issuance(awaited);
            if (!putOff(awaited, issuance)) {
                settle(awaited, issuance);
            }
        } catch (DatabaseUnavailable outage) {
            throw outage;
        } catch (RuntimeException fault) {
            LOG.error(
                    "what became of the certificate for command {} of device {} could not be stored, and it is tried again",
                    awaited.key().id(),
                    awaited.device().uuid(),
                    fault);
        }
    }

    private Issuance issuance(AwaitedCertificate awaited) {
        try {
            return certificates.issue(awaited.order());
        } catch (DatabaseUnavailable outage) {
            throw outage;
        } catch (RuntimeException fault) {
            LOG.error(
                    "the certificate for command {} of device {} could not be issued, and is tried again",
                    awaited.key().id(),
                    awaited.device().uuid(),
                    fault);
            return new Issuance.Delayed(FAULT);
        }
    }

    private boolean putOff(AwaitedCertificate awaited, Issuance issuance) {
        return awaited.key()
                .issuance()
                .flatMap(before -> IssuanceRules.putOffAgain(before, issuance, clock.instant())
                        .filter(after -> transactor.perStatement(
                                tx -> pending.putOff(tx, awaited.key().id(), before, after))))
                .isPresent();
    }

    private void settle(AwaitedCertificate awaited, Issuance issuance) {
        DeviceUuid device = awaited.device().uuid();
        CommandId certificate = new CommandId(ids.newUuid());
        boolean settled = transactor.inTransaction(tx -> {
            for (int i = 0; i < MAX_TRIES; i++) {
                Optional<DeviceSession> session = queues.wholeSession(tx, device);
                Instant now = clock.instant();
                Optional<IssuanceRules.Settled> after = session.flatMap(
                        found -> IssuanceRules.settle(found.queue(), awaited.attempt(), issuance, certificate, now));
                if (after.isEmpty()) {
                    if (session.stream().noneMatch(found -> isCertified(found, awaited))) {
                        certificates.abandon(tx, AwaitedCertificate.attemptKey(awaited.attempt()), CANCELLED);
                    }
                    return true;
                }
                if (store(tx, session.orElseThrow(), after.get(), now)) {
                    return true;
                }
            }
            return false;
        });
        if (!settled) {
            LOG.warn(
                    "the queue of device {} was changed {} times in a row; its certificate comes later",
                    device,
                    MAX_TRIES);
        }
    }

    private static boolean isCertified(DeviceSession session, AwaitedCertificate awaited) {
        return awaited.request()
                .filter(made ->
                        IssuanceRules.certified(session.queue(), awaited.key().id(), made.key()))
                .isPresent();
    }

    private boolean store(Tx tx, DeviceSession session, IssuanceRules.Settled after, Instant now) {
        return queues.save(
                tx,
                new QueueSave(session.at(), session.queue(), after.queue(), after.history(), Optional.empty(), now));
    }
}
