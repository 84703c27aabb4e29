/** The whole service over the wire: real ports, a real database, and openapi.yaml checked in every call. */
@NullMarked
package io.latebind.server.whole;

import org.jspecify.annotations.NullMarked;
