package io.latebind.server.http;

import java.util.Objects;

/**
 * A route that anyone may call, or that proves its caller itself: health, openapi.yaml, the device's endpoints.
 *
 * @param reason why it needs no API key
 */
public record OpenRoute(HttpMethod method, String template, String reason, Handler handler) {
    public OpenRoute {
        Objects.requireNonNull(method);
        Objects.requireNonNull(template);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(handler);
    }

    /** Runs on a virtual thread; may block. */
    @FunctionalInterface
    public interface Handler {
        HttpAnswer handle(HttpCall call);
    }
}
