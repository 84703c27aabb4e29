package io.latebind.server.postgres;

import java.util.function.BooleanSupplier;

/** Waits by counting polls, so that no clock is needed. */
final class BoundedWait {
    static final int POLL_MILLIS = 50;

    private BoundedWait() {}

    /** Whether {@code condition} came true within about {@code seconds}; false as well when the thread is interrupted. */
    static boolean until(int seconds, BooleanSupplier condition) {
        for (long poll = 0; poll <= seconds * 1000L / POLL_MILLIS; poll++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!pause(POLL_MILLIS)) {
                return false;
            }
        }
        return false;
    }

    /** Whether the pause was not interrupted. */
    static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
