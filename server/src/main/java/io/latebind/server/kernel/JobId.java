package io.latebind.server.kernel;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A background operation. Shown as a ULID: a UUIDv7 has its time where a ULID has it, in the first 48 bits, so its 128 bits in
 * Crockford's base 32 are one, and both sort alike.
 */
public record JobId(UUID value) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CHARACTERS = 26;
    /** 26 characters hold 130 bits: the first one has 3 of them. */
    private static final Pattern ULID = Pattern.compile("[0-7][" + ALPHABET + "]{" + (CHARACTERS - 1) + "}");

    private static final int BITS_PER_CHARACTER = 5;
    private static final BigInteger ONE_WORD = BigInteger.ONE.shiftLeft(Long.SIZE);

    public JobId {
        Objects.requireNonNull(value);
    }

    /** What {@link #toString} wrote; empty for anything else. */
    public static Optional<JobId> parse(String ulid) {
        if (!ULID.matcher(ulid).matches()) {
            return Optional.empty();
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < CHARACTERS; i++) {
            bits = bits.shiftLeft(BITS_PER_CHARACTER).or(BigInteger.valueOf(ALPHABET.indexOf(ulid.charAt(i))));
        }
        return Optional.of(new JobId(new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue())));
    }

    /** The ULID, 26 characters. */
    @Override
    public String toString() {
        BigInteger bits = unsigned(value.getMostSignificantBits())
                .shiftLeft(Long.SIZE)
                .or(unsigned(value.getLeastSignificantBits()));
        StringBuilder text = new StringBuilder();
        for (int i = CHARACTERS - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(bits.shiftRight(i * BITS_PER_CHARACTER).intValue() & 0x1f));
        }
        return text.toString();
    }

    private static BigInteger unsigned(long word) {
        return word < 0 ? BigInteger.valueOf(word).add(ONE_WORD) : BigInteger.valueOf(word);
    }
}
