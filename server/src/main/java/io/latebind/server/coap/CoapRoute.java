package io.latebind.server.coap;

import java.util.Objects;

/**
 * What is answered at a path.
 *
 * @param path without the leading slash: {@code p/cmd}
 */
public record CoapRoute(CoapMethod method, String path, Handler handler) {
    public CoapRoute {
        Objects.requireNonNull(method);
        Objects.requireNonNull(handler);
        if (path.isEmpty() || path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with its first segment: " + path);
        }
    }

    /** Runs on a virtual thread; may block. When it takes long, the request is acknowledged and the answer comes separately. */
    @FunctionalInterface
    public interface Handler {
        CoapAnswer handle(CoapCall call);
    }
}
