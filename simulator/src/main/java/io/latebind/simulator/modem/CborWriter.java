package io.latebind.simulator.modem;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few CBOR items that a modem signs, definite length and shortest form (RFC 8949). Not the codec of the messages. */
final class CborWriter {
    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int NULL = 0xf6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborWriter unsigned(long value) {
        return head(UNSIGNED, value);
    }

    CborWriter bytes(byte[] value) {
        head(BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    CborWriter array(int elements) {
        return head(ARRAY, elements);
    }

    CborWriter map(int pairs) {
        return head(MAP, pairs);
    }

    CborWriter tag(long number) {
        return head(TAG, number);
    }

    CborWriter nothing() {
        out.write(NULL);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private CborWriter head(int major, long value) {
        int type = major << 5;
        if (value < 24) {
            out.write(type | (int) value);
        } else if (value <= 0xff) {
            out.write(type | 24);
            bigEndian(value, 1);
        } else if (value <= 0xffff) {
            out.write(type | 25);
            bigEndian(value, 2);
        } else if (value <= 0xffff_ffffL) {
            out.write(type | 26);
            bigEndian(value, 4);
        } else {
            out.write(type | 27);
            bigEndian(value, 8);
        }
        return this;
    }

    private void bigEndian(long value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift) & 0xff);
        }
    }
}
