/** Figures for Prometheus: what is counted has few, fixed labels, whatever callers send. Knows no feature. */
@NullMarked
package io.latebind.server.metrics;

import org.jspecify.annotations.NullMarked;
