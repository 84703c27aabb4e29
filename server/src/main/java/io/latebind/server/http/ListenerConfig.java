package io.latebind.server.http;

import java.util.Objects;
import java.util.Optional;

/**
 * One listening address and what is spoken there.
 *
 * @param option the flag that sets the address, for messages: {@code --api-listen}
 * @param host a name or an address; IPv6 with or without brackets
 * @param port 0 for one that the system chooses
 * @param tls empty for plain HTTP
 * @param observer hears of every answer
 */
public record ListenerConfig(
        Voice voice,
        String option,
        String host,
        int port,
        Optional<TlsMaterial> tls,
        HttpLimits limits,
        EdgePolicy edge,
        HttpObserver observer) {
    public ListenerConfig {
        Objects.requireNonNull(voice);
        Objects.requireNonNull(limits);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
    }

    /** Open to all, and with nobody who hears of its answers. */
    public ListenerConfig(
            Voice voice, String option, String host, int port, Optional<TlsMaterial> tls, HttpLimits limits) {
        this(voice, option, host, port, tls, limits, EdgePolicy.OPEN, HttpObserver.NONE);
    }

    /** As users write it: {@code [::1]:8080}. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
