package io.latebind.simulator.client;

import java.util.Optional;

/** What goes wrong on the device itself while its client works. */
public interface Interference {
    /** Nothing does. */
    Interference NONE = new Interference() {
        @Override
        public Optional<Mishap> onCommand(String line) {
            return Optional.empty();
        }

        @Override
        public boolean losesPower() {
            return false;
        }
    };

    /** What happens to a command in place of its execution. */
    sealed interface Mishap {
        /** @param text as a modem would answer, line ends and all */
        record Reply(String text) implements Mishap {}

        /** The client cannot say anything about this batch. */
        record Silence(String reason) implements Mishap {}
    }

    /** Asked before each AT command; empty when it is executed as it should be. */
    Optional<Mishap> onCommand(String line);

    /** Asked when a batch was executed and its report is about to be sent. */
    boolean losesPower();
}
