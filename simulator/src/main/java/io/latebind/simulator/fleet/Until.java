package io.latebind.simulator.fleet;

/** When a simulated device has done its work. */
public enum Until {
    /** Its {@code finished} was acknowledged. */
    FINISHED,
    /** The service has nothing more for it. */
    IDLE,
    /** Never: it asks again and again until it is stopped, whatever happens. */
    STOPPED
}
