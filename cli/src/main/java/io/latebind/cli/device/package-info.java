/** {@code claim}, {@code devices} and {@code bulk}: from a token to a claimed device, and what becomes of it. */
@NullMarked
package io.latebind.cli.device;

import org.jspecify.annotations.NullMarked;
