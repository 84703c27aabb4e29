/**
 * Whom the service trusts (specification 5.4): the identity registry, candidate keys of an attestation token, and the pin that the first
 * good JWT sets. Promise: whoever lacks the private key that signed the token cannot act as the device, and where the registry knows the
 * device, no other key than the registered one counts. Of the tables, {@code identity_registry} is this feature's, and of {@code device}
 * the pin.
 */
@NullMarked
package io.latebind.server.identity;

import org.jspecify.annotations.NullMarked;
