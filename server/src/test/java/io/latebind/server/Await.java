package io.latebind.server;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the service does by itself. */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    /** Two minutes and more. */
    private static final int LOOKS = 12_000;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        for (int look = 0; look < LOOKS; look++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new AssertionError("waited in vain: " + what);
    }
}
