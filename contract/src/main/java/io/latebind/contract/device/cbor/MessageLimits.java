package io.latebind.contract.device.cbor;

/** What a body may hold at most (specification 6.1), checked before anything is built from it. */
final class MessageLimits {
    /** Bytes in a report: a device has no buffer for more. */
    static final int MAX_RESPONSE_BYTES = 16 * 1024;

    /** Bytes in a batch: the largest {@code rxMaxSize} that a device can ask for (specification 3.2). */
    static final int MAX_COMMAND_BYTES = 65_535;

    /** Records in one body: the largest {@code limit} that a device can ask for. */
    static final int MAX_RECORDS = 64;

    /** Arrays and maps within each other; the messages need three. */
    static final int MAX_DEPTH = 4;

    private MessageLimits() {}
}
