/** Background operations in PostgreSQL. */
@NullMarked
package io.latebind.server.job.store;

import org.jspecify.annotations.NullMarked;
