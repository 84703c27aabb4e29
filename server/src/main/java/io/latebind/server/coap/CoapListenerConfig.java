package io.latebind.server.coap;

/**
 * One listening address.
 *
 * @param option the flag that sets the address, for messages: {@code --device-coap-listen}
 * @param host a name or an address; IPv6 with or without brackets
 * @param port 0 for one that the system chooses
 */
public record CoapListenerConfig(String option, String host, int port, CoapLimits limits, CoapObserver observer) {
    public CoapListenerConfig {
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
    }

    /** As users write it: {@code [::1]:5684}. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
