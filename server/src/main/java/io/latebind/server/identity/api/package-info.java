/** The REST calls on the identity registry, for the deployment's owners, and the one that judges tokens. */
@NullMarked
package io.latebind.server.identity.api;

import org.jspecify.annotations.NullMarked;
