package io.latebind.server.whole;

import java.util.Arrays;
import java.util.List;

/**
 * A request that must be refused.
 *
 * @param pointer where the answer must point to; empty when the body as a whole is meant
 * @param words what its message must say: field, value, reason
 */
record BadInput(String name, String body, int code, String pointer, List<String> words) {
    BadInput {
        words = List.copyOf(words);
    }

    static BadInput field(String name, String body, String pointer, String... words) {
        return new BadInput(name, body, 40002, pointer, Arrays.asList(words));
    }

    /** A bad command; {@code request} is the value of the field of that name, {@code pointer} begins behind it. */
    static BadInput command(String name, String request, String pointer, String... words) {
        return field(name, "{\"request\":" + request + "}", "/request" + pointer, words);
    }

    static BadInput malformed(String name, String body, String... words) {
        return new BadInput(name, body, 40001, "", Arrays.asList(words));
    }

    @Override
    public String toString() {
        return name;
    }
}
