package io.latebind.server.certificate.api;

import static io.latebind.server.kernel.Permission.CHANGE_AUTHORITIES;
import static io.latebind.server.kernel.Permission.READ_AUTHORITIES;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.ChangeProfiles;
import io.latebind.server.certificate.ProfileId;
import io.latebind.server.certificate.ReadProfiles;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The REST calls on certificate profiles. */
public final class ProfileRoutes {
    private static final String PROFILES = "/v1/certificate-profiles";
    private static final String PROFILE = PROFILES + "/{id}";

    private final ReadProfiles reading;
    private final ChangeProfiles changing;

    public ProfileRoutes(ReadProfiles reading, ChangeProfiles changing) {
        this.reading = reading;
        this.changing = changing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, PROFILES, READ_AUTHORITIES, this::list),
                new ApiRoute(
                        HttpMethod.POST,
                        PROFILES,
                        CHANGE_AUTHORITIES,
                        (call, caller) -> ProfileBody.draft(call)
                                .then(draft -> changing.create(caller, draft))
                                .map(made -> JsonAnswer.of(201, ProfileView.of(made)))),
                PathId.route(
                        HttpMethod.GET,
                        PROFILE,
                        READ_AUTHORITIES,
                        ProfileId::parse,
                        (_, caller, id) ->
                                reading.find(caller, id).map(found -> JsonAnswer.of(200, ProfileView.of(found)))),
                PathId.route(
                        HttpMethod.PATCH,
                        PROFILE,
                        CHANGE_AUTHORITIES,
                        ProfileId::parse,
                        (call, caller, id) -> ProfileBody.edit(call)
                                .then(edit -> changing.edit(caller, id, edit))
                                .map(changed -> JsonAnswer.of(200, ProfileView.of(changed)))),
                PathId.route(
                        HttpMethod.DELETE,
                        PROFILE,
                        CHANGE_AUTHORITIES,
                        ProfileId::parse,
                        (_, caller, id) -> changing.delete(caller, id).map(_ -> HttpAnswer.empty(204))),
                PathId.route(HttpMethod.POST, PROFILE + "/preview", READ_AUTHORITIES, ProfileId::parse, this::preview));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.list(caller), CertificateProfile::id, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(ProfileView::of).toList(), found.total(), found.nextPageToken())));
    }

    private record PreviewOf(DeviceUuid device, Optional<String> authority) {}

    private Outcome<HttpAnswer> preview(HttpCall call, Principal caller, ProfileId id) {
        return JsonBody.fields(call)
                .then(body -> {
                    String text = body.requireText("deviceId");
                    Optional<DeviceUuid> device = DeviceUuid.parse(text);
                    if (device.isEmpty() && !body.hasProblems()) {
                        body.problem("deviceId", "/deviceId must be a device UUID.");
                    }
                    Optional<String> authority = body.optionalText("authority");
                    return body.accept(() ->
                            new PreviewOf(device.orElseGet(() -> new DeviceUuid(new UUID(0, 0))), authority));
                })
                .then(of -> reading.preview(caller, id, of.device(), of.authority()))
                .map(preview -> JsonAnswer.of(200, PreviewView.of(preview)));
    }
}
