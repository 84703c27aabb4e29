package io.latebind.simulator.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a device says about itself when it asks for commands (specification 6.2).
 *
 * @param after correlation id of the last command that it processed since it booted; empty at first
 * @param modemFirmware the {@code mver} parameter
 * @param clientVersion the {@code cver} parameter
 */
public record FetchQuery(String after, ClientLimits limits, String modemFirmware, String clientVersion) {
    /** The query of the URL, without the question mark, in the order of the official client. */
    public String encoded() {
        return "after=%s&rxMaxSize=%d&txMaxSize=%d&mver=%s&cver=%s&limit=%d"
                .formatted(
                        URLEncoder.encode(after, StandardCharsets.UTF_8),
                        limits.rxMaxSize(),
                        limits.txMaxSize(),
                        URLEncoder.encode(modemFirmware, StandardCharsets.UTF_8),
                        URLEncoder.encode(clientVersion, StandardCharsets.UTF_8),
                        limits.records());
    }
}
