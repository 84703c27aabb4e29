/** {@code latebind simulate}: devices that get provisioned, over a network that can be bad, and what came of them. */
@NullMarked
package io.latebind.cli.simulate;

import org.jspecify.annotations.NullMarked;
