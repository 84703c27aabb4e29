package io.latebind.server.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses the service may be sent to by its users: without this, a webhook would be a way into the operator's network (server-side
 * request forgery). What is no address of the open Internet is refused, after the registries of RFC 6890. Pure.
 */
public final class AddressRules {
    private record Block(int[] prefix, int bits, String name) {
        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Never, whatever the operator has opened: nothing that listens is there, but for the metadata of a cloud. */
    private static final List<Block> NEVER_V4 = List.of(
            new Block(new int[] {0}, 8, "unspecified"),
            new Block(new int[] {169, 254}, 16, "link-local"),
            new Block(new int[] {224}, 4, "multicast"),
            new Block(new int[] {240}, 4, "reserved"));

    private static final List<Block> PRIVATE_V4 = List.of(
            new Block(new int[] {127}, 8, "loopback"),
            new Block(new int[] {10}, 8, "private"),
            new Block(new int[] {172, 16}, 12, "private"),
            new Block(new int[] {192, 168}, 16, "private"),
            new Block(new int[] {100, 64}, 10, "carrier-grade NAT"),
            new Block(new int[] {192, 0, 0}, 24, "reserved"),
            new Block(new int[] {192, 0, 2}, 24, "documentation"),
            new Block(new int[] {192, 88, 99}, 24, "reserved"),
            new Block(new int[] {198, 18}, 15, "benchmark"),
            new Block(new int[] {198, 51, 100}, 24, "documentation"),
            new Block(new int[] {203, 0, 113}, 24, "documentation"));

    private static final List<Block> NEVER_V6 =
            List.of(new Block(new int[] {0xfe, 0x80}, 10, "link-local"), new Block(new int[] {0xff}, 8, "multicast"));

    /** The one block of the open Internet, and what of it leads elsewhere. */
    private static final Block GLOBAL_V6 = new Block(new int[] {0x20}, 3, "global");

    private static final List<Block> SPECIAL_V6 = List.of(
            new Block(new int[] {0x20, 0x01, 0x00, 0x00}, 23, "reserved"),
            new Block(new int[] {0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"),
            new Block(new int[] {0x20, 0x02}, 16, "6to4"),
            new Block(new int[] {0x3f, 0xff, 0x00}, 20, "documentation"));

    private static final Block UNIQUE_LOCAL_V6 = new Block(new int[] {0xfc}, 7, "private");
    private static final Block NAT64 = new Block(new int[] {0x00, 0x64, 0xff, 0x9b}, 32, "NAT64");

    private AddressRules() {}

    /**
     * Why nothing is sent there, in a word: {@code loopback}; empty when something may be.
     *
     * @param allowPrivate the operator has opened loopback and private networks
     */
    static Optional<String> objection(InetAddress address, boolean allowPrivate) {
        return switch (address) {
            case Inet4Address v4 -> objectionV4(v4.getAddress(), allowPrivate);
            case Inet6Address v6 -> objectionV6(v6, allowPrivate);
            default -> Optional.of("unknown");
        };
    }

    private static Optional<String> objectionV4(byte[] address, boolean allowPrivate) {
        return named(NEVER_V4, address).or(() -> allowPrivate ? Optional.empty() : named(PRIVATE_V4, address));
    }

    private static Optional<String> objectionV6(Inet6Address v6, boolean allowPrivate) {
        byte[] address = v6.getAddress();
        Optional<byte[]> inside = embedded(address);
        if (inside.isPresent()) {
            return objectionV4(inside.get(), allowPrivate)
                    .or(() -> allowPrivate ? Optional.empty() : Optional.of("IPv4 in IPv6"));
        }
        if (v6.isAnyLocalAddress()) {
            return Optional.of("unspecified");
        }
        Optional<String> never = named(NEVER_V6, address);
        if (never.isPresent() || allowPrivate) {
            return never;
        }
        if (v6.isLoopbackAddress()) {
            return Optional.of("loopback");
        }
        if (UNIQUE_LOCAL_V6.holds(address)) {
            return Optional.of(UNIQUE_LOCAL_V6.name());
        }
        return GLOBAL_V6.holds(address) ? named(SPECIAL_V6, address) : Optional.of("reserved");
    }

    /** The IPv4 address in a mapped (RFC 4291), compatible or NAT64 (RFC 6052) one. */
    private static Optional<byte[]> embedded(byte[] address) {
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= address[i] == 0;
        }
        boolean mapped = zeros && address[10] == -1 && address[11] == -1;
        // ::1 and :: are no IPv4
        boolean compatible = zeros && address[10] == 0 && address[11] == 0 && (address[12] != 0 || address[13] != 0);
        if (!mapped && !compatible && !NAT64.holds(address)) {
            return Optional.empty();
        }
        return Optional.of(new byte[] {address[12], address[13], address[14], address[15]});
    }

    private static Optional<String> named(List<Block> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.holds(address))
                .map(Block::name)
                .findFirst();
    }
}
