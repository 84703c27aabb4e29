package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where visits before a claim are kept, bounded in number and age by {@link #forget}. */
public interface UnclaimedVisits {
    /** One more visit; one statement. */
    void came(Tx tx, DeviceUuid device, UnclaimedVisit visit);

    /** What is known of devices that are being claimed; it is forgotten here. One statement, none for no device. */
    Map<DeviceUuid, UnclaimedVisit> take(Tx tx, List<DeviceUuid> devices);

    /** Removes those whose last visit was before {@code before}, and all but the newest {@code most}; how many went. */
    int forget(Tx tx, Instant before, int most);
}
