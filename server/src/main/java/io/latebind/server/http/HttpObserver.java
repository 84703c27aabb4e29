package io.latebind.server.http;

/** Hears of every answer of a listener, on the event loops: must not block. */
@FunctionalInterface
public interface HttpObserver {
    /** The route of a path that has none. */
    String UNKNOWN_ROUTE = "unknown";

    HttpObserver NONE = (_, _, _, _) -> {};

    /**
     * @param method as the caller wrote it: anything
     * @param route the template of the route, or {@link #UNKNOWN_ROUTE}
     * @param millis from the head of the request to the beginning of its answer
     */
    void answered(String method, String route, int status, long millis);
}
