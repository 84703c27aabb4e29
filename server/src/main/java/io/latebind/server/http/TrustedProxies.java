package io.latebind.server.http;

import io.latebind.server.kernel.AddressBlock;
import io.latebind.server.kernel.IpAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the caller behind the operator's own proxies: read from the right, the first address that is none of theirs. What stands further
 * left, anyone can have written.
 *
 * <p>{@code X-Forwarded-For} and {@code Forwarded} (RFC 7239) both count. A proxy writes one of them and lets the other through as the
 * caller sent it, so where they name different callers, neither is believed and the proxy's own address counts.
 */
final class TrustedProxies {
    /** Longer chains are made up. */
    private static final int MOST_HOPS = 32;

    private final List<AddressBlock> trusted;

    TrustedProxies(List<AddressBlock> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * @param peer who opened the connection
     * @param headers names in lower case, values of a repeated one joined by commas
     */
    String caller(String peer, Map<String, String> headers) {
        if (!isTrusted(peer)) {
            return peer;
        }
        Optional<String> listed = Optional.ofNullable(headers.get("x-forwarded-for"))
                .map(TrustedProxies::listed)
                .map(hops -> caller(peer, hops));
        Optional<String> forwarded = Optional.ofNullable(headers.get("forwarded"))
                .map(TrustedProxies::forwarded)
                .map(hops -> caller(peer, hops));
        if (listed.isPresent() && forwarded.isPresent() && !listed.equals(forwarded)) {
            return peer;
        }
        return listed.or(() -> forwarded).orElse(peer);
    }

    private String caller(String peer, List<String> hops) {
        String nearest = peer;
        for (String hop : hops.reversed().subList(0, Math.min(hops.size(), MOST_HOPS))) {
            Optional<InetAddress> address = IpAddress.parse(hop);
            if (address.isEmpty()) {
                return nearest;
            }
            nearest = address.get().getHostAddress();
            if (!isTrusted(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean isTrusted(String address) {
        return !trusted.isEmpty()
                && IpAddress.parse(address)
                        .filter(parsed -> trusted.stream().anyMatch(block -> block.contains(parsed)))
                        .isPresent();
    }

    private static List<String> listed(String value) {
        List<String> hops = new ArrayList<>();
        for (String element : value.split(",", -1)) {
            hops.add(withoutPort(element.strip()));
        }
        return hops;
    }

    /** The {@code for} of every element; what is obfuscated or unknown is no address and ends the way back. */
    private static List<String> forwarded(String value) {
        List<String> hops = new ArrayList<>();
        for (String element : value.split(",", -1)) {
            String hop = "";
            for (String pair : element.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].toLowerCase(Locale.ROOT).equals("for")) {
                    hop = withoutPort(parts[1].replace("\"", ""));
                }
            }
            hops.add(hop);
        }
        return hops;
    }

    private static String withoutPort(String node) {
        if (node.startsWith("[") && node.contains("]")) {
            return node.substring(1, node.indexOf(']'));
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}
