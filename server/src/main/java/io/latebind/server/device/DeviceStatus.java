package io.latebind.server.device;

/** What a user sees of a claimed device (specification 2.1). */
public enum DeviceStatus {
    BLOCKED,
    ERROR,
    PROVISIONING,
    AWAITING,
    READY,
    PROVISIONED
}
