package io.latebind.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface NameResolver {
    /** At least one, in the order in which they are to be tried; blocks. A host that is an address is its own. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The machine's own. */
    static NameResolver ofMachine() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
