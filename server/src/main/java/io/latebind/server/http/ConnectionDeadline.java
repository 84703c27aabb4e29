package io.latebind.server.http;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The one running deadline of a connection: for the head of the next request, the rest of its body, or the caller's taking of the
 * answer. While a handler works there is none. Used on the connection's event loop alone.
 */
final class ConnectionDeadline {
    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;

    ConnectionDeadline(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Takes the place of what ran before. The answer names this one for {@link #isRunning}. */
    long set(Duration time, Runnable whenOver) {
        clear();
        timer = vertx.setTimer(time.toMillis(), fired -> {
            if (fired == timer) {
                timer = NONE;
                whenOver.run();
            }
        });
        return timer;
    }

    boolean isRunning(long id) {
        return timer == id;
    }

    void clear() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
