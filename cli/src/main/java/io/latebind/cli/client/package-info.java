/** How commands reach a service: whose key, which address, and what is said when it refuses or cannot be reached. */
@NullMarked
package io.latebind.cli.client;

import org.jspecify.annotations.NullMarked;
