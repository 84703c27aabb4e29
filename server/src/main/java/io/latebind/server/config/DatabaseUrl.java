package io.latebind.server.config;

import io.latebind.server.kernel.Secret;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A PostgreSQL database, as its JDBC driver names it.
 *
 * @param full {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?user=…&password=…]}; its parameters may hold a password
 */
public record DatabaseUrl(Secret full) {
    private static final Pattern FORM = Pattern.compile("jdbc:postgresql://[^/?@\\s]*/[^/?\\s]+(?:\\?\\S*)?");
    private static final String EXAMPLE = "jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD";

    public DatabaseUrl {
        if (!FORM.matcher(full.reveal()).matches()) {
            throw new IllegalArgumentException("not a JDBC address of a PostgreSQL database");
        }
    }

    /** The address without its parameters, fit for logs and messages. */
    public String withoutParameters() {
        String text = full.reveal();
        int question = text.indexOf('?');
        return question < 0 ? text : text.substring(0, question);
    }

    static ParsedValue parse(String text) {
        if (FORM.matcher(text).matches()) {
            return new ParsedValue.Good(new DatabaseUrl(new Secret(text)));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("postgres://") || lower.startsWith("postgresql://")) {
            return new ParsedValue.Wrong("is libpq's form; JDBC wants " + EXAMPLE);
        }
        if (text.startsWith("jdbc:postgresql:") && text.indexOf('@') >= 0) {
            return new ParsedValue.Wrong("user and password go behind the question mark: " + EXAMPLE);
        }
        return new ParsedValue.Wrong("must be " + EXAMPLE);
    }

    @Override
    public String toString() {
        return withoutParameters();
    }
}
