/** The REST calls on the audit trail. */
@NullMarked
package io.latebind.server.audit.api;

import org.jspecify.annotations.NullMarked;
