package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** What is being issued, and what was: one row for each attempt. */
public interface IssuanceStore {
    /**
     * What is known of an attempt.
     *
     * @param authority which was asked
     * @param serial the number for signers that take one
     */
    record Standing(
            CertificateId id,
            TeamId team,
            DeviceUuid device,
            AuthorityId authority,
            String profile,
            BigInteger serial,
            Stage stage,
            Validity validity) {}

    /** How far an attempt is. */
    sealed interface Stage {
        /** Nobody has answered yet, or the answer was not stored. */
        record Pending() implements Stage {}

        record Issued(List<X509CertificateHolder> delivered) implements Stage {}

        /** @param reason in plain words */
        record Ended(String reason) implements Stage {}
    }

    Optional<Standing> standing(Tx tx, AttemptKey attempt);

    /** As {@link #standing}, and nobody else changes it until the transaction ends. */
    Optional<Standing> lock(Tx tx, AttemptKey attempt);

    /** Makes others that count the certificates of the device, or of the rule, wait until the transaction ends. */
    void lockBudget(Tx tx, DeviceUuid device, Optional<RuleId> rule);

    /** To the order's device, under the profile; the order's own attempt does not count, which somebody else may have begun. */
    long issuedTo(Tx tx, IssuanceOrder order, String profile, Instant since);

    /** As {@link #issuedTo}, by a rule. */
    long issuedBy(Tx tx, IssuanceOrder order, RuleId rule, String profile, Instant since);

    /** False when the attempt is known already: somebody else came first. Waits for one who is about to. */
    boolean reserve(Tx tx, IssuanceOrder order, Standing standing, Instant now);

    /** Stores what was signed. */
    void issued(Tx tx, CertificateId id, Signed signed, Instant now);

    /**
     * @param subject for people
     * @param key of the authority, where the service publishes its revocations
     */
    record Signed(List<X509CertificateHolder> delivered, String subject, Optional<KeyIdentifier> key) {
        public Signed {
            delivered = List.copyOf(delivered);
        }
    }

    /** A signer elsewhere is being asked; until {@link #answered} nobody knows whether it signed. */
    void asked(Tx tx, CertificateId id);

    /** What became of one request to a signer elsewhere is known; how many others there are of which it is not. */
    int answered(Tx tx, CertificateId id);

    /**
     * What a signer elsewhere made for an attempt that was ended before it had a certificate; it stays ended. False when it has one.
     */
    boolean late(Tx tx, CertificateId id, Signed signed, Instant now);

    /**
     * A certificate of a signer elsewhere that is not the attempt's own: known, taken back, and never given to a device. False when it is
     * known already.
     *
     * @param id its own
     */
    boolean surplus(Tx tx, CertificateId id, IssuanceOrder order, AuthorityId authority, Signed signed, Revocation how);

    /** The signer refused: the attempt is as if it had never been asked for. */
    void forget(Tx tx, CertificateId id);

    /** It gets no certificate, or the one that it has is revoked; lists of revocations that leave it out are outdated with that. */
    void end(Tx tx, CertificateId id, Revocation how);
}
