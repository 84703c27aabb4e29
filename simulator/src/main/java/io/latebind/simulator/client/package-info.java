/** The provisioning client of a device: fetches commands, executes them in its modem, reports (specification 6.2, 6.4). */
@NullMarked
package io.latebind.simulator.client;

import org.jspecify.annotations.NullMarked;
