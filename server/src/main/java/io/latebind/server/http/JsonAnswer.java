package io.latebind.server.http;

import io.latebind.server.kernel.Page;
import java.util.List;
import java.util.Optional;

/** Answers in JSON: records as objects, absent Optionals left out, instants as {@code 2026-11-22T21:44:00.000Z}. */
public final class JsonAnswer {
    public static final String CONTENT_TYPE = "application/json";

    private JsonAnswer() {}

    public static HttpAnswer of(int status, Object value) {
        return HttpAnswer.of(status, CONTENT_TYPE, Json.write(value));
    }

    /** A list in the envelope of specification 7. */
    public static HttpAnswer page(Page<?> page) {
        return of(200, new ListEnvelope(page.items(), page.total(), page.nextPageToken()));
    }

    private record ListEnvelope(List<?> items, long total, Optional<String> pageNextToken) {}
}
