package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** Where queues are kept. */
public interface QueueStore {
    /** What a device's visit needs, in one statement; empty when the device is not claimed. Terminal commands come without request. */
    Optional<DeviceSession> session(Tx tx, DeviceUuid device);

    /** As {@link #session}, with the requests of terminal commands too. */
    Optional<DeviceSession> wholeSession(Tx tx, DeviceUuid device);

    /** A queue that is in sight, locked against every other change until the transaction ends; empty when there is none. */
    Optional<ClaimedQueue> lock(Tx tx, Sight sight, DeviceUuid device);

    /** A queue that is in sight, as it is now; empty when there is none. */
    Optional<ClaimedQueue> read(Tx tx, Sight sight, DeviceUuid device);

    /** One statement; false, and nothing stored, when the claim is no longer in the state that the change starts from. */
    boolean save(Tx tx, QueueSave save);

    /** Rules that the device has received are to come again (specification 2); in the transaction of the save that empties the queue of them. */
    void armRules(Tx tx, ClaimVersion at);

    /** Only that the device came, and how; one statement, nothing is compared, and nothing happens when the claim is gone. */
    void seen(Tx tx, QueueSave save);

    /**
     * A line in the history of a claimed device without any change; at most one a minute of a kind, so that nobody can flood it.
     * Nothing happens when nobody has claimed the device.
     */
    void note(Tx tx, DeviceUuid device, HistoryEntry entry, Instant now);
}
