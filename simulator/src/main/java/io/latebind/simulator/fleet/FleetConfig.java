package io.latebind.simulator.fleet;

import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.client.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What a fleet is to do.
 *
 * @param transport shared by all devices
 * @param clock measures durations and patience
 */
public record FleetConfig(
        List<SimulatedDevice> devices,
        DeviceTransport transport,
        Until until,
        Rhythm rhythm,
        Patience patience,
        Arrivals arrivals,
        InstantSource clock,
        Pause pause) {
    public FleetConfig {
        devices = List.copyOf(devices);
    }

    /** Devices that begin at once, ask every two seconds, and wait ten minutes for a claim and one for a service. */
    public static FleetConfig quick(List<SimulatedDevice> devices, DeviceTransport transport, Until until) {
        return new FleetConfig(
                devices,
                transport,
                until,
                Rhythm.QUICK,
                new Patience(Duration.ofMinutes(10), Duration.ofMinutes(1)),
                Arrivals.storm(),
                InstantSource.system(),
                Thread::sleep);
    }
}
