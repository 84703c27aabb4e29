package io.latebind.simulator.fleet;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.Traffic;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one device.
 *
 * @param state the last one
 * @param done whether it reached what it was to reach
 * @param reason why not, fit for a person; empty when done
 * @param fault set when the way to the service was the reason
 * @param unclaimed whether the reason is that nobody claimed it
 * @param elapsed from its start to its end
 * @param sinceTaken from the beginning of its first visit that was not refused as one of an unclaimed device, to its end; empty when there
 *     was none
 * @param visits from a fetch to nothing more to do
 */
public record DeviceResult(
        DeviceUuid device,
        DeviceState state,
        boolean done,
        String reason,
        Optional<LinkFault> fault,
        boolean unclaimed,
        Duration elapsed,
        Optional<Duration> sinceTaken,
        int visits,
        Traffic traffic) {}
