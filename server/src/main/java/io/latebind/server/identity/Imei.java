package io.latebind.server.identity;

import java.util.Optional;

/** What a modem is called in the mobile network: 15 digits (3GPP TS 23.003). The check digit is not checked: samples often have none. */
public record Imei(String digits) {
    /** @throws IllegalArgumentException for anything but 15 digits */
    public Imei {
        if (!isOne(digits)) {
            throw new IllegalArgumentException("an IMEI has 15 digits");
        }
    }

    /** Empty for anything but 15 digits. */
    public static Optional<Imei> parse(String text) {
        return isOne(text) ? Optional.of(new Imei(text)) : Optional.empty();
    }

    private static boolean isOne(String text) {
        return text.length() == 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return digits;
    }
}
