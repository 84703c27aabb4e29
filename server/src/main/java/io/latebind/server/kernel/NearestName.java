package io.latebind.server.kernel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody probably meant. */
public final class NearestName {
    private static final int LONGEST_NAME = 64;

    private NearestName() {}

    /** The known name with the fewest typing mistakes between the two; empty when none is near. */
    public static Optional<String> to(String written, Collection<String> known) {
        if (written.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String plain = written.toLowerCase(Locale.ROOT).replace('_', '-');
        int allowed = Math.max(2, plain.length() / 3);
        return known.stream()
                .filter(name -> mistakes(plain, name.toLowerCase(Locale.ROOT).replace('_', '-')) <= allowed)
                .min(Comparator.comparingInt(
                        name -> mistakes(plain, name.toLowerCase(Locale.ROOT).replace('_', '-'))));
    }

    /** Letters added, left out, exchanged or swapped with their neighbour (optimal string alignment). */
    private static int mistakes(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        Arrays.setAll(cost[0], column -> column);
        for (int i = 1; i <= one.length(); i++) {
            cost[i][0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchange = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                least = Math.min(least, cost[i - 1][j - 1] + exchange);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[one.length()][other.length()];
    }
}
