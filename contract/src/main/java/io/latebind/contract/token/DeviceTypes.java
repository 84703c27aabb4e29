package io.latebind.contract.token;

import java.util.List;
import java.util.OptionalInt;

/** The names of the device types in attestation tokens (specification 5.1). */
public final class DeviceTypes {
    private static final List<String> NAMES =
            List.of("nrf9160_SIAA", "nrf9160_SIBA", "nrf9160_SICA", "nrf9161_LACA", "nrf9131_LACA", "nrf9151_LACA");
    private static final String UNKNOWN = "unknown_";

    private DeviceTypes() {}

    /** {@code nrf9151_LACA} and the like; {@code unknown_<n>} for a number that is not known. */
    public static String nameOf(int number) {
        return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : UNKNOWN + number;
    }

    /** The number that {@link #nameOf} names so; empty for any other text. */
    public static OptionalInt numberOf(String name) {
        int known = NAMES.indexOf(name);
        if (known >= 0) {
            return OptionalInt.of(known + 1);
        }
        return name.matches("unknown_(0|[1-9][0-9]{0,8})")
                ? OptionalInt.of(Integer.parseInt(name.substring(UNKNOWN.length())))
                : OptionalInt.empty();
    }
}
