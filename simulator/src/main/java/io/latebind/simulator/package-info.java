/** A device as the service sees one: provisioning client, modem with AT commands, fleets (specification 6.4). */
@NullMarked
package io.latebind.simulator;

import org.jspecify.annotations.NullMarked;
