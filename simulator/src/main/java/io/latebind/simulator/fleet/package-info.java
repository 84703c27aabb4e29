/** Many simulated devices at once, their progress and what came of each. */
@NullMarked
package io.latebind.simulator.fleet;

import org.jspecify.annotations.NullMarked;
