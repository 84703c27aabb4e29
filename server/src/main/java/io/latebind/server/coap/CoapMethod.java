package io.latebind.server.coap;

/** The methods that routes answer to. */
public enum CoapMethod {
    GET,
    POST
}
