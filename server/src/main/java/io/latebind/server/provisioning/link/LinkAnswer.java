package io.latebind.server.provisioning.link;

/** What a device is told, whatever the transport (specification 6.2, 6.3). */
public sealed interface LinkAnswer {
    /** @param encoded the batch as CBOR */
    record Commands(byte[] encoded) implements LinkAnswer {}

    /** There is nothing for the device now. */
    record Nothing() implements LinkAnswer {}

    /** The report is recorded. */
    record Acknowledged() implements LinkAnswer {}

    /** The report is not one; nothing is recorded. */
    record Malformed() implements LinkAnswer {}

    /** The JWT proves nothing. */
    record NotProven() implements LinkAnswer {}

    /** The JWT may be good, but nobody has claimed the device. */
    record NotClaimed() implements LinkAnswer {}

    /** A fault that may pass: the device backs off and asks again. */
    record TryAgain() implements LinkAnswer {}
}
