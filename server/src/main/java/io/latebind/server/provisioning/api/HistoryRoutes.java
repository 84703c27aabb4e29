package io.latebind.server.provisioning.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
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
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.HistoryFilter;
import io.latebind.server.provisioning.ReadHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The REST call on a device's history. */
public final class HistoryRoutes {
    private final ReadHistory reading;

    public HistoryRoutes(ReadHistory reading) {
        this.reading = reading;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(
                HttpMethod.GET, "/v1/claimed-devices/{uuid}/history", Permission.READ_DEVICES, this::list));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        Optional<DeviceUuid> device = DeviceUuid.parse(call.pathParameter("uuid"));
        if (device.isEmpty()) {
            return Outcome.refused(DeviceAbsent.noUuid(call.pathParameter("uuid")));
        }
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<HistoryEntry.Kind> kind = query.choice("kind", HistoryEntry.Kind.class);
        Optional<Instant> since = query.instant("since");
        Optional<Instant> until = query.instant("until");
        return query.accept(() -> new HistoryFilter(kind, since, until))
                .then(filter -> reading.read(caller, device.get(), filter, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.page().items().stream()
                                .map(line -> HistoryView.of(line, found.interval()))
                                .toList(),
                        found.page().total(),
                        found.page().nextPageToken())));
    }
}
