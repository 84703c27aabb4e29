/** The provisioning queue in PostgreSQL: one statement loads it, one statement saves it. */
@NullMarked
package io.latebind.server.provisioning.store;

import org.jspecify.annotations.NullMarked;
