/** Device keys in PostgreSQL. */
@NullMarked
package io.latebind.server.identity.store;

import org.jspecify.annotations.NullMarked;
