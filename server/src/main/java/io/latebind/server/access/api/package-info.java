/** The REST calls on the caller's own account. */
@NullMarked
package io.latebind.server.access.api;

import org.jspecify.annotations.NullMarked;
