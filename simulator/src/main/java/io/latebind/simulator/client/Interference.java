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
        public boolean losesPower(Moment moment) {
            return false;
        }
    };

    /** Where in a visit the power can go. */
    enum Moment {
        BEFORE_FETCH,
        /** The commands are there, none is executed. */
        BEFORE_EXECUTION,
        /** All is executed, nothing is reported. */
        BEFORE_REPORT,
        /** The report is sent, the device does not come to see its answer. */
        AFTER_REPORT
    }

    /** What happens to a command in place of its execution. */
    sealed interface Mishap {
        /** @param text as a modem would answer, line ends and all */
        record Reply(String text) implements Mishap {}

        /** The client cannot say anything about this batch. */
        record Silence(String reason) implements Mishap {}
    }

    /** Asked before each AT command; empty when it is executed as it should be. */
    Optional<Mishap> onCommand(String line);

    /** Asked once at each of these moments. */
    boolean losesPower(Moment moment);

    /** Both, this one first. */
    default Interference and(Interference other) {
        Interference first = this;
        return new Interference() {
            @Override
            public Optional<Mishap> onCommand(String line) {
                return first.onCommand(line).or(() -> other.onCommand(line));
            }

            @Override
            public boolean losesPower(Moment moment) {
                return first.losesPower(moment) || other.losesPower(moment);
            }
        };
    }
}
