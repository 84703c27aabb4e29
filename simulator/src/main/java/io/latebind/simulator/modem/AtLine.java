package io.latebind.simulator.modem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An AT command taken apart. A quoted string runs to the next quote; it may hold newlines and knows no escapes.
 *
 * @param name from the prefix {@code AT} on, without it: {@code %CMNG}
 * @param set whether {@code =} followed the name
 */
record AtLine(String name, boolean set, List<Parameter> parameters) {
    /** @param quoted whether it stood in quotes; {@code text} is without them */
    record Parameter(String text, boolean quoted) {
        /** It may be a secret. */
        @Override
        public String toString() {
            return "Parameter[redacted]";
        }
    }

    AtLine {
        parameters = List.copyOf(parameters);
    }

    /** Empty when it does not begin with {@code AT}, or a quote is left open or followed by something. */
    static Optional<AtLine> parse(String line) {
        String command = line.strip();
        if (!command.regionMatches(true, 0, "AT", 0, 2)) {
            return Optional.empty();
        }
        int equals = command.indexOf('=');
        if (equals < 0) {
            return Optional.of(new AtLine(command.substring(2), false, List.of()));
        }
        return split(command.substring(equals + 1))
                .map(parameters -> new AtLine(command.substring(2, equals), true, parameters));
    }

    /** The number at {@code index}; empty when it is not there, quoted or not one of 0..2147483647. */
    OptionalLong number(int index) {
        if (index >= parameters.size() || parameters.get(index).quoted()) {
            return OptionalLong.empty();
        }
        String digits = parameters.get(index).text();
        if (!digits.matches("[0-9]{1,10}") || Long.parseLong(digits) > Integer.MAX_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(digits));
    }

    /** The quoted string at {@code index}; empty when there is none. */
    Optional<String> string(int index) {
        return index < parameters.size() && parameters.get(index).quoted()
                ? Optional.of(parameters.get(index).text())
                : Optional.empty();
    }

    private static Optional<List<Parameter>> split(String text) {
        List<Parameter> parameters = new ArrayList<>();
        int at = 0;
        while (true) {
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            int end = quoted ? text.indexOf('"', at + 1) : comma(text, at);
            if (end < 0) {
                return Optional.empty();
            }
            parameters.add(
                    quoted
                            ? new Parameter(text.substring(at + 1, end), true)
                            : new Parameter(text.substring(at, end).strip(), false));
            at = quoted ? end + 1 : end;
            if (at == text.length()) {
                return Optional.of(parameters);
            }
            if (text.charAt(at) != ',') {
                return Optional.empty();
            }
            at++;
        }
    }

    private static int comma(String text, int from) {
        int comma = text.indexOf(',', from);
        return comma < 0 ? text.length() : comma;
    }

    /** Parameters may hold secrets. */
    @Override
    public String toString() {
        return "AtLine[" + name + "]";
    }
}
