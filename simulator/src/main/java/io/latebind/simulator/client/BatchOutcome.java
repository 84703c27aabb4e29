package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceResponse;
import java.util.List;
import java.util.Optional;

/** What the execution of one batch gave. */
sealed interface BatchOutcome {
    /**
     * @param failure what failed, for a person; empty when nothing did
     * @param finished the correlation id of an answered {@code finished}
     */
    record Answered(List<DeviceResponse> responses, Optional<String> failure, Optional<String> finished)
            implements BatchOutcome {
        public Answered {
            responses = List.copyOf(responses);
        }
    }

    /** The device cannot say anything. */
    record Silent(String reason) implements BatchOutcome {}
}
