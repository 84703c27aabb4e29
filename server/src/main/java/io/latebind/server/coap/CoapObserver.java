package io.latebind.server.coap;

/** Hears of what a listener does; must not block. */
public interface CoapObserver {
    CoapObserver NONE = new CoapObserver() {
        @Override
        public void answered(String path, CoapStatus status, long millis) {}

        @Override
        public void handshake(boolean succeeded) {}

        @Override
        public void recordDropped() {}
    };

    /** The path of a request that no route takes. */
    String UNKNOWN_PATH = "unknown";

    /**
     * @param path of the route, or {@link #UNKNOWN_PATH}
     * @param millis from the whole request to its answer; a repeated message is no request
     */
    void answered(String path, CoapStatus status, long millis);

    /** A handshake, full or resumed, has come to its end. */
    void handshake(boolean succeeded);

    /** A datagram was thrown away: damaged, a copy, of a session that is not known, or too many at a time. */
    void recordDropped();
}
