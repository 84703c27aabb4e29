package io.latebind.simulator.fleet;

/** Where a simulated device is, as its owner would say it. */
public enum DeviceState {
    /** Not begun, or not claimed yet. */
    WAITING,
    /** Talks to the service, or backs off from one that is in trouble. */
    WORKING,
    /** Claimed; the service has nothing for it, and no {@code finished} was acknowledged. */
    AWAITING,
    /** Its {@code finished} was acknowledged. */
    PROVISIONED,
    /** Something stands in its way. */
    FAILED
}
