/**
 * Devices that do not do as they should: lost and damaged reports, failing commands, small buffers, wrong clocks and keys. What goes
 * wrong, how often and on which devices of a fleet is told beforehand and the same again for the same devices.
 */
@NullMarked
package io.latebind.simulator.misbehaviour;

import org.jspecify.annotations.NullMarked;
