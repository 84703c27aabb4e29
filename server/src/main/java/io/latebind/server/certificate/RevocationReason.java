package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;

/** Why a certificate was taken back (RFC 5280, 5.3.1): the reasons that fit a device's, none of which can be taken back itself. */
public enum RevocationReason {
    UNSPECIFIED("unspecified", CRLReason.unspecified),
    KEY_COMPROMISE("keyCompromise", CRLReason.keyCompromise),
    AFFILIATION_CHANGED("affiliationChanged", CRLReason.affiliationChanged),
    SUPERSEDED("superseded", CRLReason.superseded),
    CESSATION_OF_OPERATION("cessationOfOperation", CRLReason.cessationOfOperation),
    PRIVILEGE_WITHDRAWN("privilegeWithdrawn", CRLReason.privilegeWithdrawn);

    private final String shown;
    private final int code;

    RevocationReason(String shown, int code) {
        this.shown = shown;
        this.code = code;
    }

    public String shown() {
        return shown;
    }

    int code() {
        return code;
    }

    /** What {@link #shown} wrote. */
    public static Optional<RevocationReason> parse(String text) {
        return Arrays.stream(values())
                .filter(reason -> reason.shown.equals(text))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(RevocationReason::shown).toList();
    }
}
