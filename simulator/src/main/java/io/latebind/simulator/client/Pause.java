package io.latebind.simulator.client;

import java.time.Duration;

/** Lets time go by: {@link Thread#sleep(Duration)}, or a test that only takes note. */
@FunctionalInterface
public interface Pause {
    void pause(Duration duration) throws InterruptedException;
}
