/** Events, webhooks and their deliveries in PostgreSQL. */
@NullMarked
package io.latebind.server.event.store;

import org.jspecify.annotations.NullMarked;
