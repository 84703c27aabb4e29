package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.Optional;

/** Where claimed devices are kept. */
public interface DeviceStore {
    /** How things stand, without changing anything. */
    ClaimStanding standing(Tx tx, DeviceUuid device);

    /** How things stand, and until the transaction ends nobody else claims, unclaims or pins the device. */
    ClaimStanding lockForClaim(Tx tx, DeviceUuid device);

    /** False, and nothing stored, when the device is claimed already. */
    boolean claim(Tx tx, NewClaim claim);

    Optional<ClaimedDevice> find(Tx tx, TeamId team, DeviceUuid device);

    /**
     * One page in the order of the claims.
     *
     * @param behind the last device of the page before; its token in {@code page} is not looked at
     */
    Page<ClaimedDevice> list(Tx tx, TeamId team, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page);

    /** Sets or lifts the block flag; false when it is so already or the team has not claimed the device. */
    boolean setBlocked(Tx tx, TeamId team, DeviceUuid device, boolean blocked);

    /** Lets the device go, with its queue; keeps its attempt counter and its pin. False when the team has not claimed it. */
    boolean unclaim(Tx tx, TeamId team, DeviceUuid device);
}
