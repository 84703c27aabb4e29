package io.latebind.server.provisioning;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that is to be issued for a key that the device has made already (specification 4.1). Stands on the key's command.
 *
 * @param since when the device reported the key
 * @param due nobody else tries before; pushed ahead by whoever tries, so that it is one at a time
 * @param tries that came to nothing
 * @param problem why the last one did
 */
public record PendingIssuance(Instant since, Instant due, int tries, Optional<String> problem) {}
