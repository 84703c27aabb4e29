/** Teams, members and API keys in PostgreSQL. */
@NullMarked
package io.latebind.server.access.store;

import org.jspecify.annotations.NullMarked;
