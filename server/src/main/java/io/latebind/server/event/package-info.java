/**
 * What happened to a team's devices, told to those who listen. Promise: an event is written in the transaction of what it tells, so
 * none is lost and none is made up.
 */
@NullMarked
package io.latebind.server.event;

import org.jspecify.annotations.NullMarked;
