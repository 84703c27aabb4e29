/** The REST calls on a device's provisioning commands. */
@NullMarked
package io.latebind.server.provisioning.api;

import org.jspecify.annotations.NullMarked;
