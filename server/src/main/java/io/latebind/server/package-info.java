/** The provisioning service; see docs/architecture.md for the map. */
@NullMarked
package io.latebind.server;

import org.jspecify.annotations.NullMarked;
