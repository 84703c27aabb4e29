/** Authorities, profiles and certificates in PostgreSQL. */
@NullMarked
package io.latebind.server.certificate.store;

import org.jspecify.annotations.NullMarked;
