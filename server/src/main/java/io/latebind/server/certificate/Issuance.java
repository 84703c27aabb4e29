package io.latebind.server.certificate;

import java.time.Instant;

/** What became of an order. */
public sealed interface Issuance {
    /**
     * @param pem what the device is to keep: its certificate, behind it the issuing authorities where the authority says so
     * @param expiresAt of the certificate
     */
    record Issued(CertificateId id, String pem, Instant expiresAt) implements Issuance {}

    /**
     * Final: the same order will be refused again.
     *
     * @param reason in plain words, with the way out
     */
    record Refused(RefusalCause cause, String reason) implements Issuance {}

    /** May pass: the same order is to be given again later. */
    record Delayed(String reason) implements Issuance {}

    /** Why nothing was issued, for figures. */
    enum RefusalCause {
        /** No such authority, or it is retired or over. */
        AUTHORITY,
        PROFILE,
        /** The authority signs for devices in the identity registry alone. */
        TRUST,
        /** The profile makes names of this device that it does not allow, or that cannot be made. */
        NAMES,
        BUDGET,
        /** The signer refused. */
        SIGNER,
        /** The attempt was abandoned: reset, unclaimed. */
        ABANDONED
    }
}
