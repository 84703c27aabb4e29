/** The stream of events, and the REST calls on webhooks. */
@NullMarked
package io.latebind.server.event.api;

import org.jspecify.annotations.NullMarked;
