package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Key usages that a device's certificate may have (RFC 5280, 4.2.1.3): not those of an authority. */
public enum LeafKeyUsage {
    DIGITAL_SIGNATURE("digitalSignature", KeyUsage.digitalSignature),
    NON_REPUDIATION("nonRepudiation", KeyUsage.nonRepudiation),
    KEY_ENCIPHERMENT("keyEncipherment", KeyUsage.keyEncipherment),
    DATA_ENCIPHERMENT("dataEncipherment", KeyUsage.dataEncipherment),
    KEY_AGREEMENT("keyAgreement", KeyUsage.keyAgreement);

    private final String shown;
    private final int bit;

    LeafKeyUsage(String shown, int bit) {
        this.shown = shown;
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    public String shown() {
        return shown;
    }

    /** What {@link #shown} wrote. */
    public static Optional<LeafKeyUsage> parse(String text) {
        return Arrays.stream(values()).filter(usage -> usage.shown.equals(text)).findFirst();
    }
}
