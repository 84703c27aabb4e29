package io.latebind.cli.table;

/** Text from elsewhere, so that it cannot steer the terminal: what a device reports is printed as it is, but for control characters. */
public final class VisibleText {
    private VisibleText() {}

    /** Line feeds and tabs stay. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().map(point -> isHarmless(point) ? point : '\uFFFD').forEach(visible::appendCodePoint);
        return visible.toString();
    }

    /** For one cell or line: white space of every kind becomes one blank. */
    public static String oneLine(String text) {
        return of(text.strip().replaceAll("\\s+", " "));
    }

    private static boolean isHarmless(int point) {
        return point == '\n' || point == '\t' || (!Character.isISOControl(point) && !steersDirection(point));
    }

    /** Characters that turn the direction of what follows could make a line read otherwise than it is. */
    private static boolean steersDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
