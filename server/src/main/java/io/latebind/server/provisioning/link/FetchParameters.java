package io.latebind.server.provisioning.link;

import io.latebind.contract.token.Parsed;
import io.latebind.server.provisioning.DeviceBuffers;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a fetch: by name, in any order, any of them absent (specification 3.2, 6.2). Pure. */
final class FetchParameters {
    /** What a device says, cut: it is shown to users, and nothing hangs on it. */
    private static final int MAX_SHOWN_CHARACTERS = 128;

    private static final String RX = "rxMaxSize";
    private static final String TX = "txMaxSize";
    private static final String LIMIT = "limit";

    private FetchParameters() {}

    /** Invalid when a size or the limit is not a number, zero, negative or, for a size, below 64. */
    static Parsed<FetchRequest> read(Function<String, Optional<String>> parameter) {
        DeviceBuffers standard = DeviceBuffers.DEFAULT;
        Optional<Integer> rx =
                number(parameter.apply(RX), standard.rxMaxSize(), DeviceBuffers.MIN_SIZE, DeviceBuffers.MAX_SIZE);
        Optional<Integer> tx =
                number(parameter.apply(TX), standard.txMaxSize(), DeviceBuffers.MIN_SIZE, DeviceBuffers.MAX_SIZE);
        Optional<Integer> limit = number(parameter.apply(LIMIT), standard.limit(), 1, DeviceBuffers.MAX_LIMIT);
        if (rx.isEmpty()) {
            return wrong(RX, DeviceBuffers.MIN_SIZE, parameter);
        }
        if (tx.isEmpty()) {
            return wrong(TX, DeviceBuffers.MIN_SIZE, parameter);
        }
        if (limit.isEmpty()) {
            return wrong(LIMIT, 1, parameter);
        }
        return new Parsed.Valid<>(new FetchRequest(
                parameter.apply("after").orElse(""),
                new DeviceBuffers(rx.get(), tx.get(), limit.get()),
                parameter.apply("mver").map(FetchParameters::shown),
                parameter.apply("cver").map(FetchParameters::shown)));
    }

    private static Parsed<FetchRequest> wrong(String name, int least, Function<String, Optional<String>> parameter) {
        return new Parsed.Invalid<>("the parameter " + name + " is \""
                + shown(parameter.apply(name).orElse("")) + "\" and must be a whole number from " + least);
    }

    /** A number from {@code least}; a larger one than {@code most}, however long, is cut to it. */
    private static Optional<Integer> number(Optional<String> text, int standard, int least, int most) {
        if (text.isEmpty()) {
            return Optional.of(standard);
        }
        String digits = text.get();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        String significant = digits.replaceFirst("^0+", "");
        int value = significant.length() > Integer.toString(most).length()
                ? most
                : significant.isEmpty() ? 0 : Integer.parseInt(significant);
        return value < least ? Optional.empty() : Optional.of(Math.min(value, most));
    }

    /** What a device wrote, as people may see it: short, without control characters or halves of characters. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN_CHARACTERS)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
