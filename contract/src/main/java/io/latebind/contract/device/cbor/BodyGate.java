package io.latebind.contract.device.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the bytes before the parser sees them: well-formedness (RFC 8949, appendix C), limits, and nothing but unsigned
 * numbers, text, arrays, and maps with text keys. The parser is lenient just there: it steps over tags, turns number keys into text and
 * mends broken UTF-8. Nothing is allocated in proportion to a length that the body only claims.
 */
final class BodyGate {
    private static final int UNSIGNED = 0;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;

    /** The additional information that begins an item of indefinite length. */
    private static final int INDEFINITE = 31;

    private static final int BREAK = 0xff;

    private final byte[] body;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private int position;
    private int record = -1;
    private @Nullable String fault;

    private BodyGate(byte[] body) {
        this.body = body;
    }

    /** Why {@code body} may not go to the parser; empty when it may. */
    static Optional<String> faultIn(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            return Optional.of("the body has " + body.length + " bytes, at most " + maxBytes + " are allowed");
        }
        BodyGate gate = new BodyGate(body);
        gate.records();
        if (gate.fault == null) {
            return Optional.empty();
        }
        return Optional.of(gate.record < 0 ? gate.fault : "record " + gate.record + ": " + gate.fault);
    }

    private void records() {
        Head head = head();
        if (head == null) {
            return;
        }
        if (head.major != ARRAY) {
            refuse("the body is not an array");
            return;
        }
        long count = 0;
        while (more(head, count)) {
            if (count == MessageLimits.MAX_RECORDS) {
                record = -1;
                refuse("more than " + MessageLimits.MAX_RECORDS + " records");
                return;
            }
            record = (int) count++;
            if (!item(2)) {
                return;
            }
        }
        if (fault != null) {
            return;
        }
        record = -1;
        if (count == 0) {
            refuse("the array is empty");
        } else if (position != body.length) {
            refuse((body.length - position) + " bytes left over behind the array");
        }
    }

    /** One item at {@code depth}; false when a fault was found in it. */
    private boolean item(int depth) {
        Head head = head();
        if (head == null) {
            return false;
        }
        return switch (head.major) {
            case UNSIGNED -> true;
            case TEXT -> text(head, null);
            case ARRAY -> depth <= MessageLimits.MAX_DEPTH ? array(head, depth) : tooDeep();
            case MAP -> depth <= MessageLimits.MAX_DEPTH ? map(head, depth) : tooDeep();
            default -> refuse(nameOf(head.major) + " has no place in a device message");
        };
    }

    private boolean array(Head head, int depth) {
        for (long count = 0; more(head, count); count++) {
            if (!item(depth + 1)) {
                return false;
            }
        }
        return fault == null;
    }

    private boolean map(Head head, int depth) {
        Set<String> keys = new HashSet<>();
        for (long count = 0; more(head, count); count++) {
            Head key = head();
            if (key == null) {
                return false;
            }
            if (key.major != TEXT) {
                return refuse("a key is not text");
            }
            StringBuilder name = new StringBuilder();
            if (!text(key, name)) {
                return false;
            }
            if (!keys.add(name.toString())) {
                return refuse("a key occurs twice");
            }
            if (!item(depth + 1)) {
                return false;
            }
        }
        return fault == null;
    }

    private boolean text(Head head, @Nullable StringBuilder into) {
        if (!head.indefinite) {
            return chunk(head, into);
        }
        for (long count = 0; more(head, count); count++) {
            Head chunk = head();
            if (chunk == null) {
                return false;
            }
            if (chunk.major != TEXT || chunk.indefinite) {
                return refuse("a piece of a text is not text of definite length");
            }
            if (!chunk(chunk, into)) {
                return false;
            }
        }
        return fault == null;
    }

    /** The RFC wants every piece of a text to be valid UTF-8 by itself. */
    private boolean chunk(Head head, @Nullable StringBuilder into) {
        if (Long.compareUnsigned(head.argument, body.length - position) > 0) {
            return refuse("the body ends in the middle");
        }
        int length = (int) head.argument;
        try {
            CharSequence decoded = utf8.decode(ByteBuffer.wrap(body, position, length));
            if (into != null) {
                into.append(decoded);
            }
        } catch (CharacterCodingException notUtf8) {
            return refuse("a text is not UTF-8");
        }
        position += length;
        return true;
    }

    /** Whether another element follows in the array, map or text that {@code head} began; takes the break that ends it. */
    private boolean more(Head head, long count) {
        if (!head.indefinite) {
            return Long.compareUnsigned(count, head.argument) < 0;
        }
        if (position == body.length) {
            return refuse("the body ends in the middle");
        }
        if ((body[position] & 0xff) == BREAK) {
            position++;
            return false;
        }
        return true;
    }

    private @Nullable Head head() {
        if (position == body.length) {
            refuse("the body ends in the middle");
            return null;
        }
        int first = body[position++] & 0xff;
        int major = first >> 5;
        int information = first & 0x1f;
        if (information < 24) {
            return new Head(major, information, false);
        }
        if (information == INDEFINITE && (major == TEXT || major == ARRAY || major == MAP)) {
            return new Head(major, 0, true);
        }
        if (information > 27) {
            refuse("the byte 0x" + Integer.toHexString(first) + " begins nothing");
            return null;
        }
        int size = 1 << (information - 24);
        if (body.length - position < size) {
            refuse("the body ends in the middle");
            return null;
        }
        long argument = 0;
        for (int i = 0; i < size; i++) {
            argument = argument << 8 | (body[position++] & 0xff);
        }
        return new Head(major, argument, false);
    }

    private boolean tooDeep() {
        return refuse("nested deeper than " + MessageLimits.MAX_DEPTH);
    }

    private boolean refuse(String reason) {
        fault = reason;
        return false;
    }

    private static String nameOf(int major) {
        return switch (major) {
            case 1 -> "a negative number";
            case 2 -> "a byte string";
            case 6 -> "a tag";
            default -> "a float or simple value";
        };
    }

    /** @param argument unsigned: the value of a number, the length of anything else */
    private record Head(int major, long argument, boolean indefinite) {}
}
