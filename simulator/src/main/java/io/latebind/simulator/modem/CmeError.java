package io.latebind.simulator.modem;

/** The CME errors that the simulated modem gives (specification 4). */
final class CmeError {
    /** Incorrect parameters. */
    static final int PARAMETERS = 50;

    static final int NOT_FOUND = 513;
    static final int NOT_ALLOWED = 514;
    static final int NOT_ALLOWED_IN_ACTIVE_STATE = 518;
    static final int ALREADY_EXISTS = 519;
    static final int KEY_GENERATION_FAILED = 523;
    static final int INVALID_CONTENT = 527;

    private CmeError() {}
}
