/**
 * CoAP over DTLS 1.2 (RFC 7252, RFC 6347, RFC 9146, RFC 7959) behind plain records: shared technology that knows no feature. Promise:
 * one request reaches its route once, however often it was sent; what belongs to one DTLS session is never seen by another.
 */
@NullMarked
package io.latebind.server.coap;

import org.jspecify.annotations.NullMarked;
