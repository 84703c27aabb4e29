/** Claimed devices: a device is claimed by one team at a time, blocked and unblocked, and let go. Promise: a claim, a block and an unclaim each are one statement that cannot lose a race. */
@NullMarked
package io.latebind.server.device;

import org.jspecify.annotations.NullMarked;
