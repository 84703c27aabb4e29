package io.latebind.server.certificate;

import io.latebind.server.kernel.Tx;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What verifiers are told about the certificates of a key. */
public interface RevocationStore {
    /**
     * The list that was signed last.
     *
     * @param outdated something was revoked since
     */
    record Signed(byte[] list, Instant thisUpdate, boolean outdated) {}

    record Revoked(BigInteger serial, Instant at, RevocationReason reason) {}

    Optional<Signed> signed(Tx tx, KeyIdentifier key);

    /** Makes others who revoke or sign a list for this key wait until the transaction ends; the number that the next list gets. */
    long lock(Tx tx, KeyIdentifier key);

    /** Those whose certificate ended before {@code endingAfter} are left out (RFC 5280, 3.3). */
    List<Revoked> revoked(Tx tx, KeyIdentifier key, Instant endingAfter);

    /** Keeps what was signed; in the transaction of {@link #lock}. */
    void store(Tx tx, KeyIdentifier key, long number, byte[] list, Instant thisUpdate);

    /** Of those of the certificates that were issued under this key: when they were revoked. */
    Map<BigInteger, Standing> standings(Tx tx, KeyIdentifier key, List<BigInteger> serials);

    /** @param revoked empty for a good one */
    record Standing(Optional<Revoked> revoked) {}
}
