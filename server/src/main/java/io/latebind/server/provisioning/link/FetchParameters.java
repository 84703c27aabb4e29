package io.latebind.server.provisioning.link;

import io.latebind.server.provisioning.DeviceBuffers;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a fetch: by name, in any order, any of them absent (specification 3.2, 6.2). Pure. */
final class FetchParameters {
    /** What a device says about its versions, cut: it is shown to users, and nothing hangs on it. */
    private static final int MAX_VERSION_LENGTH = 128;

    private FetchParameters() {}

    /** Empty when a size or the limit is not a number, zero, negative or, for a size, below 64. */
    static Optional<FetchRequest> read(Function<String, Optional<String>> parameter) {
        DeviceBuffers standard = DeviceBuffers.DEFAULT;
        Optional<Integer> rx = number(
                parameter.apply("rxMaxSize"), standard.rxMaxSize(), DeviceBuffers.MIN_SIZE, DeviceBuffers.MAX_SIZE);
        Optional<Integer> tx = number(
                parameter.apply("txMaxSize"), standard.txMaxSize(), DeviceBuffers.MIN_SIZE, DeviceBuffers.MAX_SIZE);
        Optional<Integer> limit = number(parameter.apply("limit"), standard.limit(), 1, DeviceBuffers.MAX_LIMIT);
        if (rx.isEmpty() || tx.isEmpty() || limit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FetchRequest(
                parameter.apply("after").orElse(""),
                new DeviceBuffers(rx.get(), tx.get(), limit.get()),
                parameter.apply("mver").map(FetchParameters::version),
                parameter.apply("cver").map(FetchParameters::version)));
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

    private static String version(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_VERSION_LENGTH ? printable : printable.substring(0, MAX_VERSION_LENGTH);
    }
}
