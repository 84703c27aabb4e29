package io.latebind.simulator.misbehaviour;

import io.latebind.contract.device.DeviceUuid;
import java.util.SplittableRandom;

/**
 * What goes wrong on some devices of a fleet.
 *
 * @param name as on the command line, without times and share
 * @param times how often on one device; {@link #ALWAYS} without an end
 * @param share of the devices, 0..1
 */
public record Fault(String name, Misbehaviour what, int times, double share) {
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** Whether a device has this fault: by its UUID alone, so the same again for the same device. */
    public boolean strikes(DeviceUuid device) {
        long seed = device.value().getMostSignificantBits()
                ^ Long.rotateLeft(device.value().getLeastSignificantBits(), 1);
        return new SplittableRandom(seed + name.hashCode()).nextDouble() < share;
    }
}
