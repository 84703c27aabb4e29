package io.latebind.server.event.link;

import io.latebind.server.event.webhook.Receivers;
import io.latebind.server.http.OutboundCalls;
import io.latebind.server.http.OutboundReply;
import io.latebind.server.kernel.ShownText;
import java.util.Map;
import java.util.Optional;

/** Receivers on the network. */
public final class OutboundReceivers implements Receivers {
    private static final int MAX_SHOWN_CHARACTERS = 300;

    private final OutboundCalls calls;

    public OutboundReceivers(OutboundCalls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<String> objection(String url) {
        return calls.objection(url);
    }

    @Override
    public Answer send(String url, Map<String, String> headers, byte[] body) {
        return switch (calls.post(url, headers, body)) {
            case OutboundReply.Failed(String reason, boolean _) ->
                new Answer.NotTaken(Optional.empty(), reason, Optional.empty());
            case OutboundReply.Answered(int status, Optional<String> retryAfter, String text, boolean _) ->
                status >= 200 && status < 300
                        ? new Answer.Taken(status)
                        : new Answer.NotTaken(
                                Optional.of(status), reason(status, text), retryAfter.filter(_ -> busy(status)));
        };
    }

    /** Not now, but later: too many requests, or down for a while. */
    private static boolean busy(int status) {
        return status == 429 || status == 503;
    }

    private static String reason(int status, String text) {
        if (status >= 300 && status < 400) {
            return "the receiver answered " + status
                    + ", a redirect, which is not followed; give the URL that it leads to";
        }
        String shown = ShownText.line(text, MAX_SHOWN_CHARACTERS);
        return "the receiver answered " + status + (shown.isEmpty() ? "" : ": " + shown);
    }
}
