@NullMarked
package io.latebind.server.device;

import org.jspecify.annotations.NullMarked;
