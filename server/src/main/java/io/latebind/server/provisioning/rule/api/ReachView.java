package io.latebind.server.provisioning.rule.api;

import io.latebind.server.provisioning.rule.Reach;
import java.util.List;
import java.util.Optional;

/** The reach of a rule as REST shows it. */
record ReachView(Reach.Devices devices, int commands, int bytesPerDevice, Optional<List<String>> warnings) {
    static ReachView of(Reach reach) {
        return new ReachView(
                reach.devices(),
                reach.commands(),
                reach.bytesPerDevice(),
                reach.warnings().isEmpty() ? Optional.empty() : Optional.of(reach.warnings()));
    }
}
