package io.latebind.simulator.client;

/** Ways to the service (specification 6.2, 6.3). */
public enum TransportKind {
    HTTPS,
    COAP
}
