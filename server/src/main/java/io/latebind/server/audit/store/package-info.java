/** The audit trail in PostgreSQL. */
@NullMarked
package io.latebind.server.audit.store;

import org.jspecify.annotations.NullMarked;
