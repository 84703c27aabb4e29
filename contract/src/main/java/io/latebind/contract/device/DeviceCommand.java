package io.latebind.contract.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One record of a batch on its way to a device (specification 6.1). The correlation id is text here: a device treats it as
 * opaque and sends it back as it came.
 */
public sealed interface DeviceCommand {
    String correlation();

    /**
     * An AT command, executed as {@code "AT" + setCommand + "=" + parameters}.
     *
     * @param ignoreCmeErrors at most 6 CME error numbers that count as success, each 0..2^32-1
     */
    record AtCommand(String correlation, String setCommand, String parameters, List<Long> ignoreCmeErrors)
            implements DeviceCommand {
        public AtCommand {
            ignoreCmeErrors = List.copyOf(ignoreCmeErrors);
        }

        /** Never shows the parameters: they may hold a secret. */
        @Override
        public String toString() {
            return "AtCommand[" + correlation + ", " + setCommand + "=[redacted]]";
        }
    }

    /** At most 10 settings for the provisioning client, in their order. */
    record ConfigCommand(String correlation, Map<String, String> settings) implements DeviceCommand {
        public ConfigCommand {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }

    /** Tells the provisioning client that the process has finished. */
    record FinishedCommand(String correlation) implements DeviceCommand {}
}
