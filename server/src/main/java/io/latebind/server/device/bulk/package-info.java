/**
 * Claims of up to 100,000 devices in the background (specification 7). Promise: each row is worked through once, whatever dies when; who
 * started it reads why a row was refused.
 */
@NullMarked
package io.latebind.server.device.bulk;

import org.jspecify.annotations.NullMarked;
