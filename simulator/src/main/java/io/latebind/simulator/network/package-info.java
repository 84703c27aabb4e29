/** A bad network between devices and the service: datagrams lost, repeated, late and out of order, addresses that change. */
@NullMarked
package io.latebind.simulator.network;

import org.jspecify.annotations.NullMarked;
