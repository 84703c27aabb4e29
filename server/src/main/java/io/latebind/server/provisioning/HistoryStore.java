package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the histories of devices are read, and where users' changes are written into them. What visits write is in {@link QueueStore}. */
public interface HistoryStore {
    /** In a {@link MemberLine}, stands in the text for the name of the member. */
    String MEMBER = "{member}";

    /**
     * @param interval how long the device sleeps, where a {@code config} command that succeeded told it
     */
    record Found(Page<HistoryLine> page, Optional<Duration> interval) {}

    /**
     * One page of the lines since the claim that holds now. Empty when the device is not there for this sight.
     *
     * @param behind the last line of the page before; its token in {@code page} is not looked at
     */
    Optional<Found> read(
            Tx tx,
            Sight sight,
            DeviceUuid device,
            HistoryFilter filter,
            Optional<HistoryCursor> behind,
            PageRequest page);

    /** One statement for all lines, none for no line; a line of a device that nobody has claimed any more is left out. */
    void append(Tx tx, List<MemberLine> lines);
}
