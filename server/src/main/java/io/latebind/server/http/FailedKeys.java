package io.latebind.server.http;

import io.latebind.server.kernel.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever tries API keys: once an address has failed too often, keys from there that were not good lately are refused
 * without being looked up. Keys that were go on, so that one broken client behind an address does not lock out its neighbours.
 */
final class FailedKeys {
    private static final int MOST_REMEMBERED = 10_000;

    private final Budgets<String> failures;
    private final Map<String, Boolean> lately = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    FailedKeys(int perMinute, InstantSource clock) {
        failures = new Budgets<>(perMinute, clock);
    }

    /** How long this key will not be looked up; zero when it will be now. */
    Duration refused(String address, String key) {
        Duration wait = failures.untilOneIsLeft(IpAddress.caller(address));
        return wait.isZero() || wasGood(key) ? Duration.ZERO : wait;
    }

    void failed(String address) {
        var _ = failures.spend(IpAddress.caller(address));
    }

    void good(String key) {
        String digest = digest(key);
        synchronized (lately) {
            lately.put(digest, true);
        }
    }

    private boolean wasGood(String key) {
        String digest = digest(key);
        synchronized (lately) {
            return lately.containsKey(digest);
        }
    }

    private static String digest(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
