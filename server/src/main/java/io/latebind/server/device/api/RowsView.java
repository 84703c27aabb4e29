package io.latebind.server.device.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.RowRefusal;
import io.latebind.server.device.RowsClaimed;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.JsonAnswer;
import java.util.List;
import java.util.Optional;

/** What came of a file of claims, as REST shows it (specification 7). */
final class RowsView {
    private RowsView() {}

    private record Claimed(List<DeviceUuid> claimedIds, List<RowRefusal> failed, Optional<String> message) {}

    private record Claimable(List<DeviceUuid> claimable, List<RowRefusal> failed, Optional<String> message) {}

    /** 201 when at least one was claimed, else 400. */
    static HttpAnswer claimed(RowsClaimed rows) {
        List<DeviceUuid> ids = List.copyOf(rows.claimed().keySet());
        return ids.isEmpty()
                ? JsonAnswer.of(
                        400, new Claimed(ids, rows.refused(), Optional.of("no row was claimed; failed says why")))
                : JsonAnswer.of(201, new Claimed(ids, rows.refused(), Optional.of(ClaimedDeviceView.CLAIMED_MANY)));
    }

    /** 202 when at least one could be claimed, else 400. */
    static HttpAnswer claimable(RowsClaimed rows) {
        List<DeviceUuid> ids = List.copyOf(rows.claimed().keySet());
        return ids.isEmpty()
                ? JsonAnswer.of(
                        400,
                        new Claimable(ids, rows.refused(), Optional.of("no row could be claimed; failed says why")))
                : JsonAnswer.of(202, new Claimable(ids, rows.refused(), Optional.of(ClaimedDeviceView.UNPROVEN)));
    }
}
