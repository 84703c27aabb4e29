package io.latebind.server.coap;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/** The response codes that are answered here (RFC 7252, 12.1.2). */
public enum CoapStatus {
    CREATED(ResponseCode.CREATED),
    CHANGED(ResponseCode.CHANGED),
    CONTENT(ResponseCode.CONTENT),
    BAD_REQUEST(ResponseCode.BAD_REQUEST),
    UNAUTHORIZED(ResponseCode.UNAUTHORIZED),
    FORBIDDEN(ResponseCode.FORBIDDEN),
    NOT_FOUND(ResponseCode.NOT_FOUND),
    METHOD_NOT_ALLOWED(ResponseCode.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(ResponseCode.NOT_ACCEPTABLE),
    /** A later block of a body that is not kept any more (RFC 7959, 2.9.2). */
    REQUEST_ENTITY_INCOMPLETE(ResponseCode.REQUEST_ENTITY_INCOMPLETE),
    INTERNAL_SERVER_ERROR(ResponseCode.INTERNAL_SERVER_ERROR),
    SERVICE_UNAVAILABLE(ResponseCode.SERVICE_UNAVAILABLE);

    private final ResponseCode code;

    CoapStatus(ResponseCode code) {
        this.code = code;
    }

    /** As people write it: {@code 2.05}. */
    public String text() {
        return code.text;
    }

    ResponseCode code() {
        return code;
    }
}
