package io.latebind.server.kernel;

/** What an edge (HTTP, CoAP) can express about a refusal. */
public enum RefusalKind {
    MALFORMED,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    TOO_LARGE,
    UNSUPPORTED,
    LIMITED,
    UNAVAILABLE
}
