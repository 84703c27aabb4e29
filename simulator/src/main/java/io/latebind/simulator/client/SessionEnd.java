package io.latebind.simulator.client;

import java.util.Optional;

/** How one session of the provisioning client ended (specification 6.2, 6.4). */
public sealed interface SessionEnd {
    /** {@code finished} was acknowledged: the client stops. */
    record Finished() implements SessionEnd {}

    /** 204 or an empty answer. */
    record NothingLeft() implements SessionEnd {}

    /** 403: the JWT is not valid, or nobody claimed the device. */
    record NotClaimed() implements SessionEnd {}

    /** A batch that the device cannot hold or read; the service hears nothing of it. */
    record GaveUp(String reason) implements SessionEnd {}

    /** The power went: what the client kept in memory is gone. */
    record PowerLost() implements SessionEnd {}

    /** A status after which the client does not try again before its next interval. */
    record Rejected(int status) implements SessionEnd {}

    /** No answer, for a reason that does not pass by itself. */
    record Unreachable(LinkFault fault, String detail) implements SessionEnd {}

    /**
     * A fault that may pass: the client backs off.
     *
     * @param fault empty for status 500
     */
    record TryLater(Optional<LinkFault> fault, String detail) implements SessionEnd {}
}
