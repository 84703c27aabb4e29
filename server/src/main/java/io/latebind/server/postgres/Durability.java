package io.latebind.server.postgres;

import java.util.List;

/** Whether what was acknowledged survives a power cut. */
public enum Durability {
    /** The only one for users' data. */
    KEPT("on"),
    /** For tests, which throw their data away. */
    LOST_IN_A_POWER_CUT("off");

    private final String onOrOff;

    Durability(String onOrOff) {
        this.onOrOff = onOrOff;
    }

    List<String> settings() {
        return List.of("fsync=" + onOrOff, "synchronous_commit=" + onOrOff, "full_page_writes=" + onOrOff);
    }
}
