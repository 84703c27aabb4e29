/**
 * Signers elsewhere (specification 4.1): a team's own, asked over HTTPS ({@code webhook}), and Enrollment over Secure Transport
 * ({@code est}, RFC 7030). What comes back is checked before a device gets it; a signer that is slow or away holds up its own devices and
 * nobody else's.
 */
@NullMarked
package io.latebind.server.certificate.remote;

import org.jspecify.annotations.NullMarked;
