package io.latebind.server.event.webhook;

import java.util.Map;
import java.util.Optional;

/** The other side of webhooks. */
public interface Receivers {
    /** Why nothing can be sent to this URL, to complete "it …"; empty when it can. Looks its host up, so it may take seconds. */
    Optional<String> objection(String url);

    /** Waits for the answer, seconds at most; what the other side does is never an exception. */
    Answer send(String url, Map<String, String> headers, byte[] body);

    /** What became of it. */
    sealed interface Answer {
        int GONE = 410;

        /** A status in 200..299. */
        record Taken(int status) implements Answer {}

        /**
         * @param status empty when there was no answer at all
         * @param reason what the other side said, or what went wrong; short
         * @param retryAfter the header {@code Retry-After} of 429 and 503, as it came
         */
        record NotTaken(Optional<Integer> status, String reason, Optional<String> retryAfter) implements Answer {
            /** 410: it never wants anything again. */
            boolean gone() {
                return status.filter(code -> code == GONE).isPresent();
            }
        }
    }
}
