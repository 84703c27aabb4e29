package io.latebind.contract.device;

/** One record of a report from a device (specification 6.1). */
public sealed interface DeviceResponse {
    /** What the device sent back as correlation id: any text, not necessarily one of ours. */
    String correlation();

    /**
     * A command failed.
     *
     * @param cmeError 0..2^32-1; 0 = no CME error; from 2^31 on it is a negative errno as an unsigned number
     * @param message what the device said
     */
    record ErrorResponse(String correlation, long cmeError, String message) implements DeviceResponse {
        public ErrorResponse {
            if (cmeError < 0 || cmeError > 0xffff_ffffL) {
                throw new IllegalArgumentException("CME error " + cmeError + " is not in 0..2^32-1");
            }
        }
    }

    /** An AT command succeeded; {@code message} is the whole reply of the modem, perhaps empty. */
    record AtResponse(String correlation, String message) implements DeviceResponse {}

    /** The settings were stored. */
    record ConfigResponse(String correlation) implements DeviceResponse {}

    /** {@code finished} was acknowledged. */
    record FinishedResponse(String correlation) implements DeviceResponse {}
}
