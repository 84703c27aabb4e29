/**
 * The way to the service over CoAP and DTLS 1.2 (specification 6.3): many devices over one DTLS connector and one CoAP endpoint, each
 * with a UDP socket, a DTLS session and an authentication of its own.
 */
@NullMarked
package io.latebind.simulator.coap;

import org.jspecify.annotations.NullMarked;
