package io.latebind.server.http;

/** A caller's own text within a message to that caller: bounded, without control characters, and always encodable. */
final class ShownText {
    private ShownText() {}

    /** At most {@code most} characters of {@code text}; half a character and control characters become question marks. */
    static String of(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            shown.appendCodePoint(half || Character.isISOControl(c) ? '?' : c);
        });
        return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
    }
}
