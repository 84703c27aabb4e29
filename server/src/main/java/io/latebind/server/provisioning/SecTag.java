package io.latebind.server.provisioning;

/** A security tag of the modem: 0..2147483647. */
public record SecTag(int value) {
    public SecTag {
        if (value < 0) {
            throw new IllegalArgumentException("secTag " + value + " is not in 0.." + Integer.MAX_VALUE);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
