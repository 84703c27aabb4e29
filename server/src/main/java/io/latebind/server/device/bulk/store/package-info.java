/** Bulk claims in PostgreSQL. */
@NullMarked
package io.latebind.server.device.bulk.store;

import org.jspecify.annotations.NullMarked;
