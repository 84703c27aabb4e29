package io.latebind.server.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a listener binds.
 *
 * @param host a name, or an IP address without brackets; never empty
 * @param port 0 (the system chooses) to 65535
 */
public record HostPort(String host, int port) {
    private static final int HIGHEST_PORT = 65535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    public HostPort {
        Objects.requireNonNull(host);
        if (host.isEmpty() || port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a host and a port");
        }
    }

    /** True where only this machine can reach the listener. A name other than localhost may lead anywhere, so it counts as reachable. */
    public boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        return HostName.isAddress(host) && InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    /** True for 0.0.0.0 and ::, all addresses of this machine. */
    public boolean isWildcard() {
        return HostName.isAddress(host) && InetAddress.ofLiteral(host).isAnyLocalAddress();
    }

    /** Two listeners cannot both have one port on one address; port 0 never collides. */
    public boolean collidesWith(HostPort other) {
        boolean sharesAddress = isWildcard() || other.isWildcard() || host.equalsIgnoreCase(other.host);
        return port != 0 && port == other.port && sharesAddress;
    }

    static ParsedValue parse(String text) {
        if (HostName.isAddress(text) && text.indexOf(':') >= 0) {
            return new ParsedValue.Wrong("an IPv6 address needs brackets and a port, as in [::1]:8080");
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new ParsedValue.Wrong(
                    PORT.matcher(text).matches()
                            ? "has no host; write 127.0.0.1:" + text
                            : "has no port; write HOST:PORT");
        }
        return withPort(text.substring(0, colon), text.substring(colon + 1));
    }

    private static ParsedValue withPort(String host, String port) {
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > HIGHEST_PORT) {
            return new ParsedValue.Wrong("the part behind the last colon must be a port from 0 to 65535");
        }
        if (host.isEmpty() || host.equals("*")) {
            return new ParsedValue.Wrong("has no host; 0.0.0.0:" + port + " or [::]:" + port + " means every address");
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed ? !(bare.indexOf(':') >= 0 && HostName.isAddress(bare)) : !HostName.isHost(bare)) {
            return new ParsedValue.Wrong("the host must be a name, an IPv4 address, or an IPv6 address in brackets");
        }
        return new ParsedValue.Good(new HostPort(bare.toLowerCase(Locale.ROOT), Integer.parseInt(port)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
