package io.latebind.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strong entity tags, and the precondition that the caller still knows one (RFC 9110, 8.8.3 and 13.1.1). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    private EntityTags() {}

    /**
     * The answer with its entity tag.
     *
     * @param value of printable ASCII, without a quote
     */
    public static HttpAnswer tagged(HttpAnswer answer, String value) {
        return answer.with("ETag", '"' + value + '"');
    }

    /**
     * The values that stand in {@code If-Match}; empty when there is no such condition, or it is {@code *}, which everything that is there
     * fulfils. A weak tag matches nothing, and neither does what is none.
     */
    public static Optional<List<String>> ifMatch(HttpCall call) {
        return call.header("if-match")
                .map(String::strip)
                .filter(text -> !text.equals("*"))
                .map(EntityTags::strong);
    }

    private static List<String> strong(String text) {
        List<String> values = new ArrayList<>();
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            if (tags.group(1) == null) {
                values.add(tags.group(2));
            }
        }
        return List.copyOf(values);
    }
}
