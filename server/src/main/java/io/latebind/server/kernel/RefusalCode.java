package io.latebind.server.kernel;

/** The stable codes of refusals, as documented in openapi.yaml. The first three digits are the HTTP status. */
public enum RefusalCode {
    /** The queue holds as many commands as it may (specification 1, 7). */
    QUEUE_FULL(RefusalKind.MALFORMED, 40000),
    MALFORMED_BODY(RefusalKind.MALFORMED, 40001),
    BAD_FIELD(RefusalKind.MALFORMED, 40002),
    BAD_PARAMETER(RefusalKind.MALFORMED, 40003),
    BAD_TOKEN(RefusalKind.MALFORMED, 40004),
    NOT_AVAILABLE(RefusalKind.MALFORMED, 40005),
    BAD_CSV(RefusalKind.MALFORMED, 40006),
    BAD_IDEMPOTENCY_KEY(RefusalKind.MALFORMED, 40008),
    NO_API_KEY(RefusalKind.UNAUTHENTICATED, 40100),
    BAD_API_KEY(RefusalKind.UNAUTHENTICATED, 40101),
    NOT_PERMITTED(RefusalKind.FORBIDDEN, 40300),
    TOKEN_NOT_TRUSTED(RefusalKind.FORBIDDEN, 40301),
    /** Under the policy {@code registry} (specification 5.4). */
    DEVICE_NOT_REGISTERED(RefusalKind.FORBIDDEN, 40302),
    NOT_FOUND(RefusalKind.NOT_FOUND, 40400),
    NO_SUCH_ROUTE(RefusalKind.NOT_FOUND, 40401),
    WRONG_STATE(RefusalKind.CONFLICT, 40900),
    ALREADY_CLAIMED(RefusalKind.CONFLICT, 40901),
    SECRET_ERASED(RefusalKind.CONFLICT, 40902),
    CERTIFICATE_BEHIND_NEW_KEY(RefusalKind.CONFLICT, 40903),
    IN_USE(RefusalKind.CONFLICT, 40904),
    NAME_TAKEN(RefusalKind.CONFLICT, 40905),
    /** The Idempotency-Key came with another request before. */
    IDEMPOTENCY_KEY_REUSED(RefusalKind.CONFLICT, 40906),
    /** The request with this Idempotency-Key is being carried out just now. */
    REQUEST_UNDER_WAY(RefusalKind.CONFLICT, 40907),
    PRECONDITION_FAILED(RefusalKind.PRECONDITION, 41200),
    BODY_TOO_LARGE(RefusalKind.TOO_LARGE, 41300),
    UNSUPPORTED_MEDIA_TYPE(RefusalKind.UNSUPPORTED, 41500),
    TOO_MANY_REQUESTS(RefusalKind.LIMITED, 42900),
    TEMPORARILY_UNAVAILABLE(RefusalKind.UNAVAILABLE, 50300);

    private final RefusalKind kind;
    private final int number;

    RefusalCode(RefusalKind kind, int number) {
        this.kind = kind;
        this.number = number;
    }

    public RefusalKind kind() {
        return kind;
    }

    public int number() {
        return number;
    }
}
