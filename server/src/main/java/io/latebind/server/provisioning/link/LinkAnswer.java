package io.latebind.server.provisioning.link;

/** What a device is told, whatever the transport (specification 6.2, 6.3). */
public sealed interface LinkAnswer {
    /** @param encoded the batch as CBOR */
    record Commands(byte[] encoded) implements LinkAnswer {}

    /** The session's device is known from now on. */
    record Authenticated(SessionBinding binding) implements LinkAnswer {}

    /** The session's device is no longer claimed as it was when it authenticated, or its key is another: it must prove itself anew. */
    record AuthenticateAgain() implements LinkAnswer {}

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
