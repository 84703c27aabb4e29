package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.Optional;

/** Shows what happened to a device since it was claimed. */
public final class ReadHistory {
    private final Transactor transactor;
    private final HistoryStore history;

    public ReadHistory(Transactor transactor, HistoryStore history) {
        this.transactor = transactor;
        this.history = history;
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER), or the device is not there for the caller (NOT_FOUND). */
    public Outcome<HistoryStore.Found> read(
            Principal caller, DeviceUuid device, HistoryFilter filter, PageRequest page) {
        Optional<HistoryCursor> behind = page.token().flatMap(HistoryCursor::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return transactor
                .perStatement(tx -> history.read(tx, caller.sight(), device, filter, behind, page))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)));
    }
}
