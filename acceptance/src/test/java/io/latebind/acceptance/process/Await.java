package io.latebind.acceptance.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions that other processes bring about. */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** @throws AssertionError when {@code what} does not come true within {@code limit} */
    public static void until(Duration limit, String what, BooleanSupplier condition) {
        present(limit, what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that is there. */
    public static <T> T present(Duration limit, String what, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
