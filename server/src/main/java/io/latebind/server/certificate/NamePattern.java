package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names that a profile allows or denies: {@code dns:*.devices.example.com}. The star stands for any characters, none included; upper and
 * lower case are the same.
 *
 * @param kind of a subject attribute or an alternative name, in lower case
 * @param glob in lower case
 */
public record NamePattern(String kind, String glob) {
    public static final int MAX_CHARACTERS = 255;

    /** All kinds of names. */
    public static List<String> kinds() {
        return Stream.concat(
                        Arrays.stream(SubjectAttribute.values()).map(SubjectAttribute::shown),
                        Arrays.stream(AlternativeKind.values()).map(AlternativeKind::shown))
                .map(kind -> kind.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Empty for what is not {@code kind:pattern} with a kind there is. */
    public static Optional<NamePattern> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || colon == text.length() - 1 || text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        String kind = text.substring(0, colon).toLowerCase(Locale.ROOT);
        return kinds().contains(kind)
                ? Optional.of(new NamePattern(kind, text.substring(colon + 1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** @param name of this kind */
    boolean matches(String name) {
        String value = name.toLowerCase(Locale.ROOT);
        // a star is tried short first and only the last one is tried again: no more steps than the product of the
        // lengths
        int at = 0;
        int in = 0;
        int star = -1;
        int afterStar = 0;
        while (at < value.length()) {
            if (in < glob.length() && glob.charAt(in) == '*') {
                star = in++;
                afterStar = at;
            } else if (in < glob.length() && glob.charAt(in) == value.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (in < glob.length() && glob.charAt(in) == '*') {
            in++;
        }
        return in == glob.length();
    }

    @Override
    public String toString() {
        return kind + ":" + glob;
    }
}
