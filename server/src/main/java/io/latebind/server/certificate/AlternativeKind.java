package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/** Kinds of subject alternative names (RFC 5280, 4.2.1.6). */
public enum AlternativeKind {
    DNS(GeneralName.dNSName),
    URI(GeneralName.uniformResourceIdentifier),
    EMAIL(GeneralName.rfc822Name);

    private final int tag;

    AlternativeKind(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }

    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #shown} wrote. */
    public static Optional<AlternativeKind> parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.shown().equals(text)).findFirst();
    }
}
