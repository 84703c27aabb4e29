package io.latebind.server.provisioning;

import java.util.List;

/**
 * One AT command of a provisioning command: {@code "AT" + setCommand + "=" + parameters}.
 *
 * @param ignoredCmeErrors CME errors that count as success
 */
record AtStep(String setCommand, String parameters, List<Long> ignoredCmeErrors) {
    private static final int PREFIX_AND_EQUALS = 3;

    AtStep {
        ignoredCmeErrors = List.copyOf(ignoredCmeErrors);
    }

    /** The length in characters of what the device hands to its modem. */
    int length() {
        return PREFIX_AND_EQUALS + setCommand.length() + parameters.length();
    }

    /** Never shows the parameters: they may hold a secret. */
    @Override
    public String toString() {
        return setCommand + "=[redacted]";
    }
}
