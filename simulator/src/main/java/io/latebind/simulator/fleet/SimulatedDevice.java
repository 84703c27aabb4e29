package io.latebind.simulator.fleet;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FileJournal;
import io.latebind.simulator.client.Interference;
import io.latebind.simulator.client.Journal;
import io.latebind.simulator.client.MemorySettings;
import io.latebind.simulator.client.ProvisioningClient;
import io.latebind.simulator.misbehaviour.Fault;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import io.latebind.simulator.misbehaviour.Misconduct;
import io.latebind.simulator.modem.Modem;
import io.latebind.simulator.modem.ModemIdentity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One device: modem, settings, journal and the randomness that its client spreads its visits with.
 *
 * @param spread used by the device's own thread
 * @param accidents what befalls it, beside its own misconduct
 */
public record SimulatedDevice(
        Modem modem,
        MemorySettings settings,
        ClientLimits limits,
        Journal journal,
        RandomGenerator spread,
        InstantSource clock,
        Misconduct misconduct,
        Interference accidents) {
    private static final Journal NONE = entry -> {};

    /**
     * {@code count} new devices. The same seed gives the same devices, the first ones also for another count. Keys from a seed
     * can be guessed by whoever knows it: they are for tests.
     */
    public static List<SimulatedDevice> fleet(long seed, int count, InstantSource clock) {
        SplittableRandom root = new SplittableRandom(seed);
        List<SimulatedDevice> devices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            devices.add(born(root.split(), clock));
        }
        return List.copyOf(devices);
    }

    /** A new device whose identity, keys and nonces come from {@code random}. */
    public static SimulatedDevice born(RandomGenerator random, InstantSource clock) {
        ModemIdentity identity = ModemIdentity.born(random);
        RandomGenerator spread = new SplittableRandom(random.nextLong());
        Modem modem = new Modem(identity, random, clock);
        return new SimulatedDevice(
                modem,
                new MemorySettings(Map.of()),
                ClientLimits.DEFAULTS,
                NONE,
                spread,
                clock,
                Misconduct.none(identity.device()),
                Interference.NONE);
    }

    public DeviceUuid uuid() {
        return modem.identity().device();
    }

    /** What claims the device; the same text each time. */
    public String attestationToken() {
        return modem.attestationToken();
    }

    /** The same device, which also writes to {@code <directory>/<device uuid>.jsonl}. */
    public SimulatedDevice withJournalIn(Path directory) {
        return withJournal(new FileJournal(directory.resolve(uuid() + ".jsonl"), uuid(), clock));
    }

    /** The same device, which also writes to {@code more}. */
    public SimulatedDevice withJournal(Journal more) {
        return new SimulatedDevice(modem, settings, limits, journal.and(more), spread, clock, misconduct, accidents);
    }

    /** The same device, which misbehaves as those of {@code faults} say that strike it. */
    public SimulatedDevice misbehaving(List<Fault> faults, MisbehaviourLog log) {
        return new SimulatedDevice(
                modem, settings, limits, journal, spread, clock, Misconduct.of(uuid(), faults, log), accidents);
    }

    /** The same device, which {@code more} befalls too. */
    public SimulatedDevice withAccidents(Interference more) {
        return new SimulatedDevice(modem, settings, limits, journal, spread, clock, misconduct, accidents.and(more));
    }

    /** A boot: what the client keeps in memory alone is gone. */
    public ProvisioningClient boot(DeviceConnection connection) {
        misconduct.begin(journal);
        return new ProvisioningClient(
                misconduct.modem(modem, clock),
                misconduct.connection(connection),
                misconduct.limits(limits),
                settings,
                journal,
                misconduct.clock(clock),
                misconduct.and(accidents));
    }
}
