package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
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

    /** Empty when it is not there for this sight. */
    Optional<ClaimedDevice> find(Tx tx, Sight sight, DeviceUuid device);

    /**
     * One page in the order of the claims.
     *
     * @param behind the last device of the page before; its token in {@code page} is not looked at
     */
    Page<ClaimedDevice> list(Tx tx, Sight sight, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page);

    /** As {@link #find}, locked against every other change until the transaction ends. */
    Optional<ClaimedDevice> lock(Tx tx, Sight sight, DeviceUuid device);

    /** Sets or lifts the block flag; false when it is so already. */
    boolean setBlocked(Tx tx, DeviceUuid device, boolean blocked);

    /** Ends the device's pin and gives the key that was pinned; empty when there was none. */
    Optional<CandidateKey> endPin(Tx tx, DeviceUuid device);

    /** Lets the device go, with its queue; keeps its attempt counter and its pin. */
    void unclaim(Tx tx, DeviceUuid device);
}
