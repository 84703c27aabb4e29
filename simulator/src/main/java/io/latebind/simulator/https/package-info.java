/** The way to the service over HTTPS (specification 6.2): one TCP and TLS connection for each request, as devices do. */
@NullMarked
package io.latebind.simulator.https;

import org.jspecify.annotations.NullMarked;
