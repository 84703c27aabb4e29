/** Signers elsewhere, on the network. */
@NullMarked
package io.latebind.server.certificate.link;

import org.jspecify.annotations.NullMarked;
