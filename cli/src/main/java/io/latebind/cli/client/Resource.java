package io.latebind.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about.
 *
 * @param path begins with a slash, encoded
 * @param query without the question mark, encoded; empty when there is none
 */
public record Resource(String path, String query) {
    /** @param segments take the places of the {@code {}} in the template, one each */
    public static Resource of(String template, String... segments) {
        StringBuilder path = new StringBuilder();
        int from = 0;
        for (String segment : segments) {
            int place = template.indexOf("{}", from);
            path.append(template, from, place).append(encoded(segment));
            from = place + 2;
        }
        return new Resource(path.append(template.substring(from)).toString(), "");
    }

    /** Without the parameter when there is no value. */
    public Resource with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String parameter = name + "=" + encoded(value.toString());
        return new Resource(path, query.isEmpty() ? parameter : query + "&" + parameter);
    }

    /** As it stands in a request line. */
    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
