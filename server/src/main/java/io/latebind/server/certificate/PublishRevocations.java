package io.latebind.server.certificate;

import io.latebind.server.certificate.RevocationStore.Revoked;
import io.latebind.server.certificate.RevocationStore.Signed;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;

/**
 * Revocation lists (RFC 5280, 5), signed when somebody asks: the one that was signed last, until something is revoked or a day is over. A
 * revocation makes it outdated in its own transaction, so that no list leaves out what was revoked before it was asked for.
 */
public final class PublishRevocations {
    /** How long verifiers may go by a list when the service cannot be reached. */
    static final Duration HOLDS = Duration.ofDays(7);

    private static final Duration SIGNED_ANEW = Duration.ofDays(1);
    /** So that a verifier whose clock is behind does not take it for one of the future. */
    private static final Duration BACK_DATED = Duration.ofMinutes(5);

    private final Transactor transactor;
    private final AuthorityStore authorities;
    private final RevocationStore revocations;
    private final InstantSource clock;

    public PublishRevocations(
            Transactor transactor, AuthorityStore authorities, RevocationStore revocations, InstantSource clock) {
        this.transactor = transactor;
        this.authorities = authorities;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** In DER; empty when the service holds no such key. */
    public Optional<byte[]> list(KeyIdentifier key) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> current(tx, key, now)
                .or(() -> HeldKey.find(tx, authorities, key).map(held -> {
                    // whoever waited here finds a list that is fresh
                    long number = revocations.lock(tx, key);
                    return current(tx, key, now).orElseGet(() -> sign(tx, key, held, number, now));
                })));
    }

    private Optional<byte[]> current(Tx tx, KeyIdentifier key, Instant now) {
        return revocations
                .signed(tx, key)
                .filter(signed ->
                        !signed.outdated() && now.isBefore(signed.thisUpdate().plus(SIGNED_ANEW)))
                .map(Signed::list);
    }

    private byte[] sign(Tx tx, KeyIdentifier key, HeldKey held, long number, Instant now) {
        Instant seconds = now.truncatedTo(ChronoUnit.SECONDS);
        X509v2CRLBuilder builder =
                new X509v2CRLBuilder(held.certificate().getSubject(), Date.from(seconds.minus(BACK_DATED)));
        builder.setNextUpdate(Date.from(seconds.plus(HOLDS)));
        for (Revoked revoked : revocations.revoked(tx, key, now.minus(HOLDS))) {
            builder.addCRLEntry(
                    revoked.serial(), Date.from(revoked.at()), revoked.reason().code());
        }
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(LocalSigner.identifierOf(held.certificate())));
            byte[] list = builder.build(SigningAlgorithm.of(held.key())).getEncoded();
            revocations.store(tx, key, number, list, now);
            return list;
        } catch (IOException failure) {
            throw new IllegalStateException("a revocation list could not be made", failure);
        }
    }
}
