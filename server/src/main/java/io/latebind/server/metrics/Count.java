package io.latebind.server.metrics;

/** One counter with its labels. */
@FunctionalInterface
public interface Count {
    void up();
}
