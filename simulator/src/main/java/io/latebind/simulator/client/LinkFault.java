package io.latebind.simulator.client;

/** Why no answer came from the service. */
public enum LinkFault {
    CONNECTION_REFUSED(true),
    UNKNOWN_HOST(true),
    TIMED_OUT(true),
    /** Reset, or closed before the whole answer was there. */
    CONNECTION_LOST(true),
    /** The chain of the server's certificate does not end in the given root. */
    UNTRUSTED_CERTIFICATE(false),
    /** The certificate is for other host names. */
    WRONG_HOST_NAME(false),
    TLS_FAILED(false),
    /** What came is not HTTP. */
    NOT_HTTP(false);

    private final boolean passing;

    LinkFault(boolean passing) {
        this.passing = passing;
    }

    /** Whether the client backs off and tries again (specification 6.4 rule 1). */
    public boolean passing() {
        return passing;
    }
}
