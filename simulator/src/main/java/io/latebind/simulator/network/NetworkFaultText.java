package io.latebind.simulator.network;

import io.latebind.simulator.client.DurationText;
import io.latebind.simulator.network.NetworkFaults.Chance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code loss=5%,dup=2%,delay=50ms..400ms}, and writes it again. */
public final class NetworkFaultText {
    /** The names, as a person has to write them. */
    public static final String NAMES = "loss, dup, reorder, delay, rebind, session-loss, power-cut";

    private static final Map<String, Chance> CHANCES = new LinkedHashMap<>();

    static {
        CHANCES.put("loss", Chance.LOSS);
        CHANCES.put("dup", Chance.DUPLICATION);
        CHANCES.put("reorder", Chance.REORDERING);
        CHANCES.put("rebind", Chance.REBINDING);
        CHANCES.put("session-loss", Chance.SESSION_LOSS);
        CHANCES.put("power-cut", Chance.POWER_CUT);
    }

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}([.][0-9]{1,3})?)%");
    private static final Pattern DELAY = Pattern.compile("([0-9]{1,5})(ms|s)([.][.]([0-9]{1,5})(ms|s))?");

    private NetworkFaultText() {}

    /** @throws IllegalArgumentException when it is none; the text is fit for a person */
    public static NetworkFaults parse(String text) {
        NetworkFaults faults = NetworkFaults.NONE;
        for (String one : text.split(",", -1)) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? one : one.substring(0, equals);
            String value = equals < 0 ? "" : one.substring(equals + 1);
            Optional<Chance> chance = Optional.ofNullable(CHANCES.get(name));
            if (chance.isPresent()) {
                faults = faults.with(chance.get(), share(one, name, value));
            } else if (name.equals("delay")) {
                faults = delayed(faults, one, value);
            } else {
                throw refused(one, "there is no '" + name + "', but " + NAMES);
            }
        }
        return faults;
    }

    /** As {@link #parse} reads it; {@code none} when nothing goes wrong. */
    public static String of(NetworkFaults faults) {
        StringBuilder text = new StringBuilder();
        CHANCES.forEach((name, chance) -> {
            if (faults.chance(chance) > 0) {
                String percent = String.valueOf(Math.round(faults.chance(chance) * 100_000) / 1000.0);
                text.append(',')
                        .append(name)
                        .append('=')
                        .append(percent.replaceAll("[.]0$", ""))
                        .append('%');
            }
        });
        if (faults.longestDelay().isPositive()) {
            text.append(",delay=%dms..%dms"
                    .formatted(
                            faults.shortestDelay().toMillis(),
                            faults.longestDelay().toMillis()));
        }
        return text.isEmpty() ? "none" : text.substring(1);
    }

    private static double share(String text, String name, String value) {
        Matcher share = SHARE.matcher(value);
        if (!share.matches()) {
            throw refused(text, "write " + name + "=SHARE%, for example " + name + "=5%");
        }
        double part = Double.parseDouble(share.group(1)) / 100;
        if (part > 1) {
            throw refused(text, "a share is at most 100%");
        }
        return part;
    }

    private static NetworkFaults delayed(NetworkFaults faults, String text, String value) {
        Matcher delay = DELAY.matcher(value);
        if (!delay.matches()) {
            throw refused(text, "write delay=TIME or delay=TIME..TIME, for example delay=50ms..400ms");
        }
        Duration shortest = DurationText.of(delay.group(1), delay.group(2));
        Duration longest = delay.group(3) == null ? shortest : DurationText.of(delay.group(4), delay.group(5));
        if (longest.compareTo(shortest) < 0) {
            throw refused(text, "the shorter delay comes first");
        }
        return faults.delayed(shortest, longest);
    }

    private static IllegalArgumentException refused(String text, String wayOut) {
        return new IllegalArgumentException("'" + text + "' is no fault of a network: " + wayOut);
    }
}
