package io.latebind.simulator.client;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Settings in memory, with the limit that the settings subsystem of the device's operating system has. */
public final class MemorySettings implements Settings {
    /** Longest name, in characters. */
    private static final int MAX_NAME = 64;

    private static final int EINVAL = 22;

    private final Map<String, String> pairs = Collections.synchronizedMap(new TreeMap<>());

    public MemorySettings(Map<String, String> kept) {
        pairs.putAll(kept);
    }

    @Override
    public int store(String key, String value) {
        if (key.isEmpty() || key.length() > MAX_NAME) {
            return -EINVAL;
        }
        pairs.put(key, value);
        return 0;
    }

    @Override
    public String value(String key) {
        return pairs.getOrDefault(key, "");
    }

    public Map<String, String> all() {
        synchronized (pairs) {
            return Map.copyOf(pairs);
        }
    }
}
