/** Whom the service trusts: candidate keys of an attestation token, and the pin that the first good JWT sets (specification 5.4). Promise: whoever lacks the private key that signed the token cannot act as the device. */
@NullMarked
package io.latebind.server.identity;

import org.jspecify.annotations.NullMarked;
