package io.latebind.cli.client;

import java.time.Duration;

/** Waits between two attempts or two looks. */
@FunctionalInterface
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;
}
