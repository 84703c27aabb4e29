package io.latebind.server.config;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** The grammar of host names (RFC 1123) and IP addresses; asks no name service. */
public final class HostName {
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

    private HostName() {}

    /** A DNS name, or an IPv4 address; not an IPv6 address. */
    public static boolean isHost(String text) {
        if (DIGITS_AND_DOTS.matcher(text).matches()) {
            return isAddress(text);
        }
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    /** An IPv4 address in four parts, or an IPv6 address without brackets and without a zone. */
    public static boolean isAddress(String text) {
        boolean shaped = text.indexOf(':') >= 0
                ? text.indexOf('%') < 0
                : IPV4.matcher(text).matches();
        return shaped && isLiteral(text);
    }

    private static boolean isLiteral(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress().length > 0;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
