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
        /** A status in 200..299. */
        record Taken(int status) implements Answer {}

        /**
         * @param status empty when there was no answer at all
         * @param reason what the other side said, or what went wrong; short
         */
        record NotTaken(Optional<Integer> status, String reason) implements Answer {}
    }
}
