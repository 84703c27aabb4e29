/** How the receivers of webhooks are called. */
@NullMarked
package io.latebind.server.event.link;

import org.jspecify.annotations.NullMarked;
