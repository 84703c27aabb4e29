package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.Optional;

/** Shows a team its devices. */
public final class ReadDevices {
    private final Transactor transactor;
    private final DeviceStore devices;

    public ReadDevices(Transactor transactor, DeviceStore devices) {
        this.transactor = transactor;
        this.devices = devices;
    }

    /** Refused when the team has not claimed the device (NOT_FOUND). */
    public Outcome<ClaimedDevice> find(Principal caller, DeviceUuid device) {
        return transactor
                .perStatement(tx -> devices.find(tx, caller.sight(), device))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)));
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<ClaimedDevice>> list(Principal caller, DeviceFilter filter, PageRequest page) {
        Optional<DeviceCursor> behind = page.token().flatMap(DeviceCursor::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return Outcome.done(transactor.perStatement(tx -> devices.list(tx, caller.sight(), filter, behind, page)));
    }
}
