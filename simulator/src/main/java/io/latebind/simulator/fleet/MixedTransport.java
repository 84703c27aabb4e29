package io.latebind.simulator.fleet;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.DeviceTransport;
import java.util.SplittableRandom;

/** Two ways to the service: half of the devices take each, and always the same one. */
public record MixedTransport(DeviceTransport one, DeviceTransport other) implements DeviceTransport {
    @Override
    public DeviceConnection connect(DeviceUuid device) {
        long seed = device.value().getMostSignificantBits() ^ device.value().getLeastSignificantBits();
        return (new SplittableRandom(seed).nextBoolean() ? one : other).connect(device);
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
