/**
 * Certificates that the service issues to devices (specification 4.1): the authorities of a team, what their certificates say
 * (profiles), issuing, and taking back. An attempt of a key command gets one certificate, however often it is asked for; private keys
 * of authorities are never readable.
 */
@NullMarked
package io.latebind.server.certificate;

import org.jspecify.annotations.NullMarked;
