package io.latebind.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a caller takes (RFC 9110, 12.5.1): media ranges with their quality. */
final class Accept {
    private static final Pattern RANGE = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Pattern QUALITY = Pattern.compile("0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?");
    /** More is nonsense, and each costs. */
    private static final int MOST_RANGES = 50;

    private final List<Range> ranges;

    private record Range(String type, double quality) {
        boolean covers(String mediaType) {
            return type.equals("*/*")
                    || type.equals(mediaType)
                    || (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1)));
        }

        int precision() {
            return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
        }
    }

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Without the header, or with one that holds no range at all, everything is taken. Parameters of a range do not count. */
    static Accept of(Optional<String> header) {
        List<Range> ranges = new ArrayList<>();
        for (String element : header.orElse("").split(",", MOST_RANGES + 1)) {
            String[] parts = element.toLowerCase(Locale.ROOT).split(";", -1);
            String type = parts[0].strip();
            if (RANGE.matcher(type).matches() && ranges.size() < MOST_RANGES) {
                ranges.add(new Range(type, declared(parts)));
            }
        }
        return new Accept(ranges.isEmpty() ? List.of(new Range("*/*", 1)) : ranges);
    }

    private static double declared(String[] parts) {
        return Arrays.stream(parts)
                .skip(1)
                .map(String::strip)
                .filter(parameter -> parameter.startsWith("q="))
                .map(parameter -> parameter.substring(2).strip())
                .filter(value -> QUALITY.matcher(value).matches())
                .findFirst()
                .map(Double::parseDouble)
                .orElse(1.0);
    }

    /** @param contentType of an answer; its parameters do not count */
    boolean admits(String contentType) {
        return quality(contentType) > 0;
    }

    /** The best one of what is offered; of equal ones the first. Empty when none is taken. */
    Optional<String> best(List<String> offered) {
        return offered.stream()
                .filter(this::admits)
                .sorted(Comparator.<String>comparingDouble(this::quality).reversed())
                .findFirst();
    }

    private double quality(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return ranges.stream()
                .filter(range -> range.covers(mediaType))
                .max(Comparator.comparingInt(Range::precision))
                .map(Range::quality)
                .orElse(0.0);
    }
}
