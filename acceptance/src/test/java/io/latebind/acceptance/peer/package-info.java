/** Devices that share no code with the service: libcoap on two DTLS libraries, OpenSSL's own client, plain bytes. */
@NullMarked
package io.latebind.acceptance.peer;

import org.jspecify.annotations.NullMarked;
