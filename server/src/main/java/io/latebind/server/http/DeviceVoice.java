package io.latebind.server.http;

import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to devices, which take any answer that is not in the table of specification 6.2 for the end of provisioning: nothing
 * else leaves this port, except 404 for paths that no device asks for.
 */
public final class DeviceVoice implements Voice {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceVoice.class);
    private static final Set<Integer> KNOWN_TO_THE_CLIENT = Set.of(200, 204, 400, 401, 403, 404, 415, 500);

    DeviceVoice() {}

    @Override
    public HttpAnswer refusal(Refusal refusal, String requestId) {
        return HttpAnswer.empty(statusOf(refusal.kind()));
    }

    /** The status of the table in specification 6.2 that makes the client do the right thing. */
    public static int statusOf(RefusalKind kind) {
        return switch (kind) {
            case MALFORMED, NOT_FOUND, CONFLICT, PRECONDITION, TOO_LARGE -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case UNSUPPORTED -> 415;
            case LIMITED, UNAVAILABLE -> 500;
        };
    }

    @Override
    public HttpAnswer fault(ProtocolFault fault, String detail, String requestId) {
        return HttpAnswer.empty(
                switch (fault) {
                    case MALFORMED_REQUEST,
                            WRONG_METHOD,
                            NOT_ACCEPTABLE,
                            BODY_TOO_LARGE,
                            URI_TOO_LONG,
                            HEADERS_TOO_LARGE -> 400;
                    case UNKNOWN_PATH -> 404;
                    // 500 is the only answer after which the client tries again soon
                    case BODY_TOO_SLOW, BUG, OVERLOADED, DATABASE_UNAVAILABLE -> 500;
                });
    }

    @Override
    public HttpAnswer finished(HttpAnswer answer, String requestId) {
        if (!KNOWN_TO_THE_CLIENT.contains(answer.status())) {
            LOG.error("A device route answered {}, which no device understands; sent 500 instead", answer.status());
            return finished(HttpAnswer.empty(500), requestId);
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        boolean bodyAllowed = answer.status() == 200;
        if (!bodyAllowed) {
            headers.remove("Content-Type");
        }
        headers.put("Cache-Control", "no-store");
        headers.put("X-Request-Id", requestId);
        return new HttpAnswer(answer.status(), headers, bodyAllowed ? answer.body() : new byte[0]);
    }

    @Override
    public boolean keepsConnections() {
        return false;
    }

    /** The client knows none of that, and a status that it does not know stops it. */
    @Override
    public boolean negotiates() {
        return false;
    }

    @Override
    public boolean takesRequestIds() {
        return false;
    }
}
