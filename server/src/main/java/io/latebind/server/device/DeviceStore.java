package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where claimed devices are kept. */
public interface DeviceStore {
    /** How things stand with each, without changing anything. */
    Map<DeviceUuid, ClaimStanding> standing(Tx tx, Collection<DeviceUuid> devices);

    /**
     * How things stand with each, and until the transaction ends nobody else claims, unclaims or pins them. They are locked in the
     * order of their ids, so that two who claim the same ones do not wait for each other.
     */
    Map<DeviceUuid, ClaimStanding> lockForClaim(Tx tx, Collection<DeviceUuid> devices);

    /** Stores claims of devices that were locked for it, and that nobody holds. */
    void claim(Tx tx, List<NewClaim> claims);

    /** Those of them that are there for this sight, in no order. */
    List<ClaimedDevice> findAll(Tx tx, Sight sight, Collection<DeviceUuid> devices);

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

    /** Its tags from now on. */
    void tag(Tx tx, DeviceUuid device, List<String> tags);

    /** Lets the device go, with its queue; keeps its attempt counter and its pin. */
    void unclaim(Tx tx, DeviceUuid device);
}
