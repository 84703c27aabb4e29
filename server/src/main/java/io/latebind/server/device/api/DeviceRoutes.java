package io.latebind.server.device.api;

import static io.latebind.server.kernel.Permission.BLOCK_DEVICES;
import static io.latebind.server.kernel.Permission.CLAIM_DEVICES;
import static io.latebind.server.kernel.Permission.READ_DEVICES;
import static io.latebind.server.kernel.Permission.UNCLAIM_DEVICES;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import java.util.List;
import java.util.Optional;

/** The REST calls on claimed devices (specification 7). */
public final class DeviceRoutes {
    private static final String DEVICES = "/v1/claimed-devices";
    private static final String DEVICE = DEVICES + "/{uuid}";

    private final ClaimDevice claiming;
    private final ReadDevices reading;
    private final BlockDevice blocking;
    private final UnclaimDevice unclaiming;

    public DeviceRoutes(ClaimDevice claiming, ReadDevices reading, BlockDevice blocking, UnclaimDevice unclaiming) {
        this.claiming = claiming;
        this.reading = reading;
        this.blocking = blocking;
        this.unclaiming = unclaiming;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.POST, DEVICES, CLAIM_DEVICES, this::claim),
                new ApiRoute(HttpMethod.POST, "/v1/identities/claimed-devices", CLAIM_DEVICES, this::claim),
                new ApiRoute(HttpMethod.GET, DEVICES, READ_DEVICES, this::list),
                onDevice(
                        HttpMethod.GET,
                        DEVICE,
                        READ_DEVICES,
                        (caller, device) -> reading.find(caller, device)
                                .map(found -> JsonAnswer.of(200, ClaimedDeviceView.of(found)))),
                onDevice(
                        HttpMethod.POST,
                        DEVICE + "/block",
                        BLOCK_DEVICES,
                        (caller, device) ->
                                blocking.setBlocked(caller, device, true).map(_ -> HttpAnswer.empty(204))),
                onDevice(
                        HttpMethod.POST,
                        DEVICE + "/unblock",
                        BLOCK_DEVICES,
                        (caller, device) ->
                                blocking.setBlocked(caller, device, false).map(_ -> HttpAnswer.empty(204))),
                onDevice(
                        HttpMethod.DELETE,
                        DEVICE,
                        UNCLAIM_DEVICES,
                        (caller, device) -> unclaiming.unclaim(caller, device).map(_ -> HttpAnswer.empty(204))));
    }

    private Outcome<HttpAnswer> claim(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        boolean dryRun = query.flag("dryrun");
        return query.accept(() -> dryRun)
                .then(_ -> ClaimBody.read(call))
                .then(body -> dryRun
                        ? claiming.dryRun(caller, body.claimToken())
                                .map(found -> JsonAnswer.of(202, Claimable.of(found)))
                        : claiming.claim(caller, body.claimToken(), body.tags())
                                .map(device -> JsonAnswer.of(201, ClaimedDeviceView.claimed(device))));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return DeviceFilterParameters.read(query)
                .then(filter -> reading.list(caller, filter, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(ClaimedDeviceView::of).toList(),
                        found.total(),
                        found.nextPageToken())));
    }

    private interface OnDevice {
        Outcome<HttpAnswer> handle(Principal caller, DeviceUuid device);
    }

    private static ApiRoute onDevice(HttpMethod method, String template, Permission permission, OnDevice handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            Optional<DeviceUuid> device = DeviceUuid.parse(call.pathParameter("uuid"));
            return device.isPresent()
                    ? handler.handle(caller, device.get())
                    : Outcome.refused(DeviceAbsent.noUuid(call.pathParameter("uuid")));
        });
    }
}
