package io.latebind.server.http;

/** The methods that our routes use. HEAD is answered like GET, without the body. */
public enum HttpMethod {
    GET,
    POST,
    PATCH,
    DELETE
}
