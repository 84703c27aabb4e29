package io.latebind.simulator.misbehaviour;

import io.latebind.contract.device.DeviceUuid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What went wrong on purpose, on all devices of a fleet. */
public final class MisbehaviourLog {
    /** @param times on all devices together */
    public record Tally(String name, int devices, int times) {}

    private static final class Entry {
        private final Set<DeviceUuid> devices = new HashSet<>();
        private int times;
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private int total;

    synchronized void happened(DeviceUuid device, Fault fault) {
        Entry entry = entries.computeIfAbsent(fault.name(), _ -> new Entry());
        entry.devices.add(device);
        entry.times++;
        total++;
    }

    public synchronized int total() {
        return total;
    }

    /** In the order of the names. */
    public synchronized List<Tally> tallies() {
        List<Tally> tallies = new ArrayList<>();
        entries.forEach((name, entry) -> tallies.add(new Tally(name, entry.devices.size(), entry.times)));
        return tallies;
    }
}
