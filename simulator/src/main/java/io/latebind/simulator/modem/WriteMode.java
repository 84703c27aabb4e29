package io.latebind.simulator.modem;

/** What {@code %CMNG} does when it writes where something is (specification 4, 6.4). */
public enum WriteMode {
    /** As modems are taken to do: the new credential takes the place of the old one. */
    REPLACES,
    /** CME error 519. */
    REFUSES_519
}
