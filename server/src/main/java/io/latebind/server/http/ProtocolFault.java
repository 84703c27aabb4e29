package io.latebind.server.http;

/** What can go wrong with a request before or beside its handler. */
public enum ProtocolFault {
    MALFORMED_REQUEST(400, 40010, "Malformed request"),
    UNKNOWN_PATH(404, 40401, "No such path"),
    WRONG_METHOD(405, 40500, "Method not allowed"),
    NOT_ACCEPTABLE(406, 40600, "Not acceptable"),
    BODY_TOO_SLOW(408, 40800, "Request took too long"),
    BODY_TOO_LARGE(413, 41300, "Body too large"),
    URI_TOO_LONG(414, 41400, "URI too long"),
    HEADERS_TOO_LARGE(431, 43100, "Header fields too large"),
    BUG(500, 50000, "Unexpected fault"),
    OVERLOADED(503, 50301, "Overloaded"),
    DATABASE_UNAVAILABLE(503, 50302, "Database unavailable");

    private final int status;
    private final int code;
    private final String title;

    ProtocolFault(int status, int code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** The status for users; devices have their own. */
    public int status() {
        return status;
    }

    /** As {@link io.latebind.server.kernel.RefusalCode#number()}. */
    public int code() {
        return code;
    }

    public String title() {
        return title;
    }
}
