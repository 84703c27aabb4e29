/** Rules and tags in PostgreSQL. */
@NullMarked
package io.latebind.server.provisioning.rule.store;

import org.jspecify.annotations.NullMarked;
