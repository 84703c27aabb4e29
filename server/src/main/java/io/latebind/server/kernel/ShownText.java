package io.latebind.server.kernel;

/** Somebody else's text within a message: bounded, without control characters, and always encodable. */
public final class ShownText {
    private ShownText() {}

    /** At most {@code most} characters of {@code text}; half a character and control characters become question marks. */
    public static String of(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            shown.appendCodePoint(half || Character.isISOControl(c) ? '?' : c);
        });
        return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
    }

    /** As {@link #of}, of a text that may have lines: they become one, with a space between. */
    public static String line(String text, int most) {
        return of(text.strip().replaceAll("\\p{Cntrl}+", " "), most);
    }
}
