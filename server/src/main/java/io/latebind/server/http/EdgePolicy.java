package io.latebind.server.http;

import io.latebind.server.kernel.AddressBlock;
import java.util.List;

/**
 * What an operator decides about a listener's callers.
 *
 * @param requestsPerMinute of one API key; 0 for any number
 * @param failuresPerMinute of one address (IPv6: of one /64) before it is slowed down; 0 for any number
 * @param corsOrigins origins whose pages may read answers, as browsers send them; {@code *} for all
 * @param trustedProxies whose word about the caller's address is taken
 */
public record EdgePolicy(
        int requestsPerMinute, int failuresPerMinute, List<String> corsOrigins, List<AddressBlock> trustedProxies) {
    /** No limits, no origins, no proxies. */
    public static final EdgePolicy OPEN = new EdgePolicy(0, 0, List.of(), List.of());

    public EdgePolicy {
        corsOrigins = List.copyOf(corsOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
