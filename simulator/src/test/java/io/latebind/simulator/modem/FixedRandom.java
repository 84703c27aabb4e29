package io.latebind.simulator.modem;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Gives the bytes that a test names, in order. */
public final class FixedRandom implements RandomGenerator {
    private final Deque<byte[]> draws = new ArrayDeque<>();

    public FixedRandom(String... hexDraws) {
        for (String hex : hexDraws) {
            draws.add(HexFormat.of().parseHex(hex));
        }
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] draw = draws.remove();
        System.arraycopy(draw, 0, bytes, 0, bytes.length);
    }

    @Override
    public long nextLong() {
        throw new IllegalStateException("a modem draws bytes alone");
    }
}
