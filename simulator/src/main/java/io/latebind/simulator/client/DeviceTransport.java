package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceUuid;

/** A way to the service, for many devices at once. */
public interface DeviceTransport extends AutoCloseable {
    /** The device's own part of it; nothing is sent before it asks for something. */
    DeviceConnection connect(DeviceUuid device);

    /** Gives back what all devices share. Connections are of no use afterwards. */
    @Override
    default void close() {}
}
