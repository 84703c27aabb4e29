package io.latebind.server.event;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of events; to users an opaque text.
 *
 * @param transaction PostgreSQL's number of the transaction that recorded the event
 * @param sequence within and across transactions; the transaction goes first
 */
public record EventPosition(long transaction, long sequence) implements Comparable<EventPosition> {
    /** Before every event. */
    public static final EventPosition START = new EventPosition(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");
    private static final Comparator<EventPosition> ORDER =
            Comparator.comparingLong(EventPosition::transaction).thenComparingLong(EventPosition::sequence);

    /** What {@link #toString} wrote; empty for anything else. */
    public static Optional<EventPosition> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new EventPosition(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    public boolean isBehind(EventPosition other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(EventPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction + "-" + sequence;
    }
}
