package io.latebind.server.config;

import java.util.Optional;

/**
 * Where a listener binds that can be done without.
 *
 * @param address empty: it is switched off
 */
record ListenOrOff(Optional<HostPort> address) {
    static final String OFF = "off";

    static ParsedValue parse(String text) {
        if (text.equalsIgnoreCase(OFF)) {
            return new ParsedValue.Good(new ListenOrOff(Optional.empty()));
        }
        return switch (HostPort.parse(text)) {
            case ParsedValue.Good(Object address) ->
                new ParsedValue.Good(new ListenOrOff(Optional.of((HostPort) address)));
            case ParsedValue.Wrong(String reason) -> new ParsedValue.Wrong(reason + "; or off");
        };
    }
}
