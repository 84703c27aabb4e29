/** Load and micro benchmarks, each beside a limit of the machine that is measured in the same run. */
@NullMarked
package io.latebind.benchmarks;

import org.jspecify.annotations.NullMarked;
