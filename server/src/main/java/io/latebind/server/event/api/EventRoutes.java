package io.latebind.server.event.api;

import io.latebind.server.event.EventFeed;
import io.latebind.server.event.EventPosition;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.Authenticator;
import io.latebind.server.http.Bearer;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@code GET /v1/events}: what happens, as it happens. */
public final class EventRoutes {
    /** Of one key at a time, so that one cannot take all that the port has. */
    static final int STREAMS_PER_KEY = 16;

    private final EventFeed feed;
    private final Authenticator keys;
    private final InstantSource clock;
    private final ConcurrentHashMap<ApiKeyId, Integer> open = new ConcurrentHashMap<>();

    public EventRoutes(EventFeed feed, Authenticator keys, InstantSource clock) {
        this.feed = feed;
        this.keys = keys;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(HttpMethod.GET, "/v1/events", Permission.READ_EVENTS, this::listen));
    }

    private Outcome<HttpAnswer> listen(HttpCall call, Principal caller) {
        return EventQuery.read(call).then(query -> {
            if (open.getOrDefault(caller.key(), 0) >= STREAMS_PER_KEY) {
                return Outcome.refused(
                        RefusalCode.TOO_MANY_REQUESTS,
                        "this API key listens " + STREAMS_PER_KEY
                                + " times already, as often as one may; end a stream, or share one");
            }
            String key = call.header("authorization").flatMap(Bearer::token).orElse("");
            EventStream stream = new EventStream(
                    feed, query.filter(), begin(query), caller, () -> keys.authenticate(key, caller.origin()), clock);
            return Outcome.done(HttpAnswer.events(sink -> counted(caller.key(), stream, sink)));
        });
    }

    private EventStream.Begin begin(EventQuery query) {
        Optional<EventPosition> resumed = query.seen().flatMap(feed::resumable);
        if (query.seen().isPresent() && resumed.isEmpty()) {
            return new EventStream.Begin(EventPosition.START, query.seen());
        }
        return new EventStream.Begin(resumed.orElseGet(feed::now), Optional.empty());
    }

    private void counted(ApiKeyId key, EventStream stream, AnswerStream.Sink sink) {
        open.merge(key, 1, Integer::sum);
        try {
            stream.writeTo(sink);
        } finally {
            open.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
