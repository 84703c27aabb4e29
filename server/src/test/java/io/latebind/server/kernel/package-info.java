@NullMarked
package io.latebind.server.kernel;

import org.jspecify.annotations.NullMarked;
