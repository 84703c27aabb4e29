package io.latebind.cli.table;

import java.util.Locale;

/** Numbers of things in sentences. */
public final class Counted {
    private Counted() {}

    /** {@code 1 device}, {@code 1,200 devices}. */
    public static String of(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
