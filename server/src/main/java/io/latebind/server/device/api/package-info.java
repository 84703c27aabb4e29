/** The REST calls on claimed devices. */
@NullMarked
package io.latebind.server.device.api;

import org.jspecify.annotations.NullMarked;
