package io.latebind.server.kernel;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as texts. Never asks a name server. */
public final class IpAddress {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private IpAddress() {}

    /** Dotted IPv4 or IPv6 without brackets, port or zone; an IPv4 address that is mapped into IPv6 becomes IPv4. */
    public static Optional<InetAddress> parse(String text) {
        boolean v4 = IPV4.matcher(text).matches();
        boolean v6 = text.contains(":") && IPV6_CHARACTERS.matcher(text).matches();
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /**
     * What counts as one caller: an IPv4 address, or the /64 of an IPv6 one, of which every customer of a network has at least one whole.
     *
     * @param address another text than an address stands for itself
     */
    public static String caller(String address) {
        return parse(address)
                .map(InetAddress::getAddress)
                .filter(bytes -> bytes.length == IPV6_BYTES)
                .map(IpAddress::network)
                .orElse(address);
    }

    private static String network(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "/64";
    }
}
