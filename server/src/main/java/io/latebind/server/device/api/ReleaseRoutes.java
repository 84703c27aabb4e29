package io.latebind.server.device.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.device.ReleaseDevice;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import java.util.List;

/** The REST calls that release claims and pins of any team (specification 5.4, 7). */
public final class ReleaseRoutes {
    private static final String IDENTITY = "/v1/identities/{uuid}";

    private final ReleaseDevice releasing;

    public ReleaseRoutes(ReleaseDevice releasing) {
        this.releasing = releasing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                route(IDENTITY + "/claim", releasing::releaseClaim), route(IDENTITY + "/pin", releasing::releasePin));
    }

    private interface Release {
        Outcome<DeviceUuid> release(Principal caller, DeviceUuid device);
    }

    private static ApiRoute route(String template, Release release) {
        return new ApiRoute(HttpMethod.DELETE, template, Permission.OPERATE, (call, caller) -> {
            String text = call.pathParameter("uuid");
            return DeviceUuid.parse(text)
                    .map(device -> release.release(caller, device))
                    .orElseGet(() -> Outcome.refused(DeviceAbsent.noUuid(text)))
                    .map(_ -> HttpAnswer.empty(204));
        });
    }
}
