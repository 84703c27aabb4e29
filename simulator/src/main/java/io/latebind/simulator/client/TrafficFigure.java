package io.latebind.simulator.client;

/** What is counted of one device's traffic. */
public enum TrafficFigure {
    /** What the device sent: UDP payload over CoAP, TCP payload over HTTPS. What the network lost is in it. */
    BYTES_SENT,
    /** What arrived at the device, repetitions by the network too. */
    BYTES_RECEIVED,
    /** Completed DTLS or TLS handshakes with certificates and key agreement. */
    FULL_HANDSHAKES,
    /** Completed handshakes that took up an earlier DTLS session. */
    RESUMED_HANDSHAKES,
    FAILED_HANDSHAKES,
    DATAGRAMS_SENT,
    DATAGRAMS_RECEIVED,
    /** In both directions, on purpose. */
    DATAGRAMS_LOST,
    DATAGRAMS_DUPLICATED,
    /** Held back until a later one had passed. */
    DATAGRAMS_OVERTAKEN,
    /** CoAP messages that were sent once more (RFC 7252, 4.2). */
    RETRANSMISSIONS,
    /** Flights of DTLS handshakes that were sent once more (RFC 6347, 4.2.4). */
    FLIGHT_RETRANSMISSIONS,
    /** Changes of the address that the service sees, as behind a NAT. */
    REBINDINGS,
    /** DTLS sessions that the device forgot between fetch and report. */
    SESSIONS_LOST,
    /** Proofs with a JWT over CoAP. */
    AUTHENTICATIONS
}
