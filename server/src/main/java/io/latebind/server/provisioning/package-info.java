/** Provisioning commands, their delivery and the status machine (specification 2 and 3). Promise: the recorded result of a command is the result of its last execution on the device, and a command with no recorded result is delivered again. */
@NullMarked
package io.latebind.server.provisioning;

import org.jspecify.annotations.NullMarked;
