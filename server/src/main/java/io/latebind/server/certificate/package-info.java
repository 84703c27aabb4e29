/** Certificate authorities, and the certificates that they issue to devices (specification 4.1, 5.2). */
@NullMarked
package io.latebind.server.certificate;

import org.jspecify.annotations.NullMarked;
