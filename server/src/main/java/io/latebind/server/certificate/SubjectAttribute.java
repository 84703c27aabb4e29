package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** What a subject can be made of, with the longest value that X.520 and RFC 5280, appendix A allow. */
public enum SubjectAttribute {
    CN(BCStyle.CN.getId(), 64, false),
    O(BCStyle.O.getId(), 64, false),
    OU(BCStyle.OU.getId(), 64, false),
    L(BCStyle.L.getId(), 128, false),
    ST(BCStyle.ST.getId(), 128, false),
    C(BCStyle.C.getId(), 2, true),
    SERIAL_NUMBER(BCStyle.SERIALNUMBER.getId(), 64, true);

    private final String oid;
    private final int maxCharacters;
    private final boolean printableOnly;

    SubjectAttribute(String oid, int maxCharacters, boolean printableOnly) {
        this.oid = oid;
        this.maxCharacters = maxCharacters;
        this.printableOnly = printableOnly;
    }

    ASN1ObjectIdentifier oid() {
        return new ASN1ObjectIdentifier(oid);
    }

    int maxCharacters() {
        return maxCharacters;
    }

    /** Only what PrintableString holds. */
    boolean printableOnly() {
        return printableOnly;
    }

    public String shown() {
        return this == SERIAL_NUMBER ? "serialNumber" : name();
    }

    /** What {@link #shown} wrote, in any case. */
    public static Optional<SubjectAttribute> parse(String text) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.shown().equalsIgnoreCase(text))
                .findFirst();
    }
}
