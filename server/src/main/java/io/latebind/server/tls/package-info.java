/** The device port's own certificate authority: a root that never changes and a server certificate that renews itself. Knows no feature. */
@NullMarked
package io.latebind.server.tls;

import org.jspecify.annotations.NullMarked;
