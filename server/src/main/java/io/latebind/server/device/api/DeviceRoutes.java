package io.latebind.server.device.api;

import static io.latebind.server.kernel.Permission.BLOCK_DEVICES;
import static io.latebind.server.kernel.Permission.CLAIM_DEVICES;
import static io.latebind.server.kernel.Permission.READ_DEVICES;
import static io.latebind.server.kernel.Permission.TAG_DEVICES;
import static io.latebind.server.kernel.Permission.UNCLAIM_DEVICES;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimCsv;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ClaimRows;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.TagDevice;
import io.latebind.server.device.TagVersion;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.CsvBody;
import io.latebind.server.http.EntityTags;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpLimits;
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
    /** Of one file that is claimed while the caller waits. */
    private static final int MAX_ROWS = 1000;

    private final ClaimDevice claiming;
    private final ClaimRows rows;
    private final ReadDevices reading;
    private final TagDevice tagging;
    private final BlockDevice blocking;
    private final UnclaimDevice unclaiming;

    public DeviceRoutes(
            ClaimDevice claiming,
            ClaimRows rows,
            ReadDevices reading,
            TagDevice tagging,
            BlockDevice blocking,
            UnclaimDevice unclaiming) {
        this.claiming = claiming;
        this.rows = rows;
        this.reading = reading;
        this.tagging = tagging;
        this.blocking = blocking;
        this.unclaiming = unclaiming;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.POST, DEVICES, CLAIM_DEVICES, this::claim).withBodyUpTo(HttpLimits.CSV_BYTES),
                new ApiRoute(HttpMethod.POST, "/v1/identities/claimed-devices", CLAIM_DEVICES, this::claim)
                        .withBodyUpTo(HttpLimits.CSV_BYTES),
                new ApiRoute(HttpMethod.GET, DEVICES, READ_DEVICES, this::list),
                onDevice(
                        HttpMethod.GET,
                        DEVICE,
                        READ_DEVICES,
                        (_, caller, device) -> reading.find(caller, device)
                                .map(found -> shown(200, found, ClaimedDeviceView.of(found)))),
                onDevice(HttpMethod.PATCH, DEVICE, TAG_DEVICES, this::tag),
                onDevice(
                        HttpMethod.POST,
                        DEVICE + "/block",
                        BLOCK_DEVICES,
                        (_, caller, device) ->
                                blocking.setBlocked(caller, device, true).map(_ -> HttpAnswer.empty(204))),
                onDevice(
                        HttpMethod.POST,
                        DEVICE + "/unblock",
                        BLOCK_DEVICES,
                        (_, caller, device) ->
                                blocking.setBlocked(caller, device, false).map(_ -> HttpAnswer.empty(204))),
                onDevice(HttpMethod.DELETE, DEVICE, UNCLAIM_DEVICES, this::unclaim));
    }

    private Outcome<HttpAnswer> unclaim(HttpCall call, Principal caller, DeviceUuid device) {
        QueryParameters query = new QueryParameters(call);
        boolean revoking = query.flag("revokeCertificates");
        return query.accept(() -> revoking)
                .then(_ -> unclaiming.unclaim(caller, device, revoking))
                .map(_ -> HttpAnswer.empty(204));
    }

    private Outcome<HttpAnswer> claim(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        boolean dryRun = query.flag("dryrun");
        return query.accept(() -> dryRun)
                .then(_ -> CsvBody.besideJson(call) ? claimRows(call, caller, dryRun) : claimOne(call, caller, dryRun));
    }

    private Outcome<HttpAnswer> claimOne(HttpCall call, Principal caller, boolean dryRun) {
        return ClaimBody.read(call)
                .then(body -> dryRun
                        ? claiming.dryRun(caller, body.claimToken(), body.tags())
                                .map(found -> JsonAnswer.of(202, Claimable.of(found)))
                        : claiming.claim(caller, body.claimToken(), body.tags())
                                .map(device -> shown(201, device, ClaimedDeviceView.claimed(device))));
    }

    private Outcome<HttpAnswer> claimRows(HttpCall call, Principal caller, boolean dryRun) {
        return ClaimCsv.check(call.body(), MAX_ROWS)
                .map(csv -> dryRun
                        ? RowsView.claimable(rows.dryRun(caller, csv.all()))
                        : RowsView.claimed(rows.claim(caller, csv.all())));
    }

    private Outcome<HttpAnswer> tag(HttpCall call, Principal caller, DeviceUuid device) {
        Optional<List<TagVersion>> known = EntityTags.ifMatch(call)
                .map(values -> values.stream().map(TagVersion::new).toList());
        return TagsBody.read(call)
                .then(change -> tagging.change(caller, device, change, known))
                .map(changed -> shown(200, changed, ClaimedDeviceView.of(changed)));
    }

    private static HttpAnswer shown(int status, ClaimedDevice device, ClaimedDeviceView view) {
        return EntityTags.tagged(
                JsonAnswer.of(status, view), TagVersion.of(device).text());
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
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, DeviceUuid device);
    }

    private static ApiRoute onDevice(HttpMethod method, String template, Permission permission, OnDevice handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            Optional<DeviceUuid> device = DeviceUuid.parse(call.pathParameter("uuid"));
            return device.isPresent()
                    ? handler.handle(call, caller, device.get())
                    : Outcome.refused(DeviceAbsent.noUuid(call.pathParameter("uuid")));
        });
    }
}
