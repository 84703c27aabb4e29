/** What devices trust a service by. */
@NullMarked
package io.latebind.simulator.trust;

import org.jspecify.annotations.NullMarked;
