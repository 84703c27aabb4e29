package io.latebind.server.kernel;

/** What an edge (HTTP, CoAP) can express about a refusal. */
public enum RefusalKind {
    MALFORMED,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    /** What the caller knows is not how it is any more (RFC 9110, 13.1.1). */
    PRECONDITION,
    TOO_LARGE,
    UNSUPPORTED,
    LIMITED,
    UNAVAILABLE
}
