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
        /** CME error numbers in one command. */
        public static final int MAX_IGNORED = 6;

        private static final long MAX_CME_ERROR = 0xffff_ffffL;

        public AtCommand {
            ignoreCmeErrors = List.copyOf(ignoreCmeErrors);
            if (ignoreCmeErrors.size() > MAX_IGNORED
                    || ignoreCmeErrors.stream().anyMatch(number -> number < 0 || number > MAX_CME_ERROR)) {
                throw new IllegalArgumentException("not at most 6 CME errors in 0..2^32-1: " + ignoreCmeErrors);
            }
        }

        /** Never shows the parameters: they may hold a secret. */
        @Override
        public String toString() {
            return "AtCommand[" + correlation + ", " + setCommand + "=[redacted]]";
        }
    }

    /** At most 10 settings for the provisioning client, in their order. */
    record ConfigCommand(String correlation, Map<String, String> settings) implements DeviceCommand {
        /** Settings in one command. */
        public static final int MAX_SETTINGS = 10;

        public ConfigCommand {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            if (settings.size() > MAX_SETTINGS) {
                throw new IllegalArgumentException(settings.size() + " settings, at most 10 fit a command");
            }
        }
    }

    /** Tells the provisioning client that the process has finished. */
    record FinishedCommand(String correlation) implements DeviceCommand {}
}
