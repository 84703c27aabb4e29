package io.latebind.server.kernel;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses (RFC 4632, RFC 4291).
 *
 * @param prefixBits how many leading bits of {@code first} all addresses of the block share
 */
public record AddressBlock(InetAddress first, int prefixBits) {
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    public AddressBlock {
        int bits = first.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException("a prefix of 0 to " + bits + " bits is needed");
        }
    }

    /** {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone; bits behind the prefix do not count. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressBlock(address.get(), most));
        }
        String bits = text.substring(slash + 1);
        return BITS.matcher(bits).matches() && Integer.parseInt(bits) <= most
                ? Optional.of(new AddressBlock(address.get(), Integer.parseInt(bits)))
                : Optional.empty();
    }

    public boolean contains(InetAddress address) {
        byte[] block = first.getAddress();
        byte[] other = address.getAddress();
        if (block.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((block[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
