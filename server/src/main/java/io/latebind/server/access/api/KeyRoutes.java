package io.latebind.server.access.api;

import static io.latebind.server.kernel.Permission.CHANGE_API_KEYS;

import io.latebind.server.access.ChangeKeys;
import io.latebind.server.access.ReadAccess;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The REST calls on API keys (specification 7, 7.1). */
public final class KeyRoutes {
    private static final String KEYS = "/v1/api-keys";
    private static final String KEY = KEYS + "/{id}";
    /** Long enough for a slow roll-out of the new key. */
    private static final long MAX_OVERLAP_SECONDS = Duration.ofDays(90).toSeconds();

    private static final long DEFAULT_OVERLAP_SECONDS = Duration.ofDays(1).toSeconds();

    private final ReadAccess reading;
    private final ChangeKeys changing;
    private final InstantSource clock;

    public KeyRoutes(ReadAccess reading, ChangeKeys changing, InstantSource clock) {
        this.reading = reading;
        this.changing = changing;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, KEYS, CHANGE_API_KEYS, this::list),
                new ApiRoute(HttpMethod.POST, KEYS, CHANGE_API_KEYS, this::create),
                PathId.route(
                        HttpMethod.GET,
                        KEY,
                        CHANGE_API_KEYS,
                        KeyRoutes::id,
                        (_, caller, id) -> reading.key(caller, id)
                                .map(key -> JsonAnswer.of(200, KeyView.of(key, clock.instant())))),
                PathId.route(
                        HttpMethod.DELETE,
                        KEY,
                        CHANGE_API_KEYS,
                        KeyRoutes::id,
                        (_, caller, id) -> changing.revoke(caller, id).map(_ -> HttpAnswer.empty(204))),
                PathId.route(HttpMethod.POST, KEY + "/rotate", CHANGE_API_KEYS, KeyRoutes::id, this::rotate));
    }

    private static Optional<ApiKeyId> id(String text) {
        return CanonicalUuid.parse(text).map(ApiKeyId::new);
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Instant now = clock.instant();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.keys(caller), key -> key.id(), page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(key -> KeyView.of(key, now)).toList(),
                        found.total(),
                        found.nextPageToken())));
    }

    private Outcome<HttpAnswer> create(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(KeyRoutes::newKey)
                .then(wanted -> changing.create(caller, wanted))
                .map(made -> JsonAnswer.of(201, KeyView.made(made, clock.instant())));
    }

    private static Outcome<ChangeKeys.NewKey> newKey(BodyFields body) {
        String name = AccessFields.requireName(body, "name");
        Optional<UUID> member = AccessFields.uuid(body, "memberId");
        Optional<Role> role = AccessFields.role(body);
        Optional<Instant> expiresAt = AccessFields.instant(body, "expiresAt");
        return body.accept(() -> new ChangeKeys.NewKey(name, member.map(MemberId::new), role, expiresAt));
    }

    private Outcome<HttpAnswer> rotate(HttpCall call, Principal caller, ApiKeyId id) {
        Outcome<Rotation> wanted = call.body().length == 0
                ? Outcome.done(new Rotation(DEFAULT_OVERLAP_SECONDS, Optional.empty()))
                : JsonBody.fields(call).then(KeyRoutes::rotation);
        return wanted.then(rotation -> changing.rotate(
                        caller, id, Duration.ofSeconds(rotation.overlapSeconds()), rotation.expiresAt()))
                .map(made -> JsonAnswer.of(201, KeyView.made(made, clock.instant())));
    }

    private record Rotation(long overlapSeconds, Optional<Instant> expiresAt) {}

    private static Outcome<Rotation> rotation(BodyFields body) {
        long overlap =
                body.optionalInteger("overlapSeconds", 0, MAX_OVERLAP_SECONDS).orElse(DEFAULT_OVERLAP_SECONDS);
        Optional<Instant> expiresAt = AccessFields.instant(body, "expiresAt");
        return body.accept(() -> new Rotation(overlap, expiresAt));
    }
}
