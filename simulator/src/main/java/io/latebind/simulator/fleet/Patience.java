package io.latebind.simulator.fleet;

import java.time.Duration;

/**
 * How long a device puts up with something before it counts as failed.
 *
 * @param claim with not being claimed
 * @param link with a service that cannot be reached or answers 500
 */
public record Patience(Duration claim, Duration link) {}
