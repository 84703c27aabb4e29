package io.latebind.server.provisioning;

import java.time.Instant;

/**
 * The last connection that has a line in the history, as little of it as tells whether the next one needs another line.
 *
 * @param fingerprint of the {@link Connection}, see {@link ConnectionRules#fingerprint}
 */
public record ConnectionMark(long fingerprint, Instant at) {}
