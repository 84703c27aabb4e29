/** Claimed devices in PostgreSQL. */
@NullMarked
package io.latebind.server.device.store;

import org.jspecify.annotations.NullMarked;
