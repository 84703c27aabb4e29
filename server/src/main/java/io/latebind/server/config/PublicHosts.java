package io.latebind.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The names under which devices reach the service; they stand in the certificate of the device port.
 *
 * @param names 1 to 20 DNS names in lower case and IP addresses (without brackets), none twice, in the operator's order
 */
public record PublicHosts(List<String> names) {
    private static final int MOST = 20;

    public PublicHosts {
        names = names.stream().distinct().toList();
        if (names.isEmpty() || names.size() > MOST) {
            throw new IllegalArgumentException("1 to 20 names are needed");
        }
    }

    /** The default: this machine's own name, if it can stand in a certificate, and localhost. */
    static PublicHosts ofMachine(String hostName) {
        String lower = hostName.toLowerCase(Locale.ROOT);
        return new PublicHosts(HostName.isHost(lower) ? List.of(lower, "localhost") : List.of("localhost"));
    }

    static ParsedValue parse(String text) {
        List<String> names = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
            if (!HostName.isHost(bare) && !HostName.isAddress(bare)) {
                return new ParsedValue.Wrong(
                        "must be host names or IP addresses with commas between them, without ports");
            }
            names.add(bare);
        }
        if (names.size() > MOST) {
            return new ParsedValue.Wrong("at most " + MOST + " names fit into a certificate that devices can take");
        }
        return new ParsedValue.Good(new PublicHosts(names));
    }
}
