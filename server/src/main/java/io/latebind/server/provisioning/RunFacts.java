package io.latebind.server.provisioning;

import io.latebind.server.device.DeviceStatus;
import java.util.Optional;

/**
 * What is remembered of runs for the device status (specification 2.1).
 *
 * @param goingOn a run has begun and not ended
 * @param delivered something was delivered in the run that goes on
 * @param lastEndedIn the status in which the run before this one ended; absent when there was none since the claim or the last
 *     whole reset
 * @param anyResult a device has reported a result since the claim or the last whole reset
 */
public record RunFacts(boolean goingOn, boolean delivered, Optional<DeviceStatus> lastEndedIn, boolean anyResult) {
    /** Right after a claim. */
    public static final RunFacts NONE = new RunFacts(false, false, Optional.empty(), false);

    RunFacts begun(DeviceStatus endedIn) {
        return new RunFacts(true, false, Optional.of(endedIn), anyResult);
    }

    RunFacts ended() {
        return new RunFacts(false, delivered, lastEndedIn, anyResult);
    }

    RunFacts withDelivery() {
        return new RunFacts(goingOn, true, lastEndedIn, anyResult);
    }

    RunFacts withResult() {
        return new RunFacts(goingOn, delivered, lastEndedIn, true);
    }
}
