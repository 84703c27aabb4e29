package io.latebind.simulator.client;

/** Where a device keeps the pairs of a {@code config} command. */
public interface Settings {
    /** @return 0, or the negative errno of what went wrong */
    int store(String key, String value);

    /** What is stored under {@code key}; empty text when nothing is. */
    String value(String key);
}
