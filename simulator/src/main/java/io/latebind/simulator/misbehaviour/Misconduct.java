package io.latebind.simulator.misbehaviour;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.Interference;
import io.latebind.simulator.client.Journal;
import io.latebind.simulator.client.JournalEntry;
import io.latebind.simulator.misbehaviour.Misbehaviour.OfReport;
import io.latebind.simulator.modem.Modem;
import io.latebind.simulator.modem.P256Key;
import io.latebind.simulator.modem.WriteMode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** How one device misbehaves, and how often it still will. Outlives boots; used by the device's own thread. */
public final class Misconduct implements Interference {
    private final DeviceUuid device;
    private final List<Fault> faults;
    private final MisbehaviourLog log;
    private final Map<Fault, Integer> left = new HashMap<>();
    private Journal journal = _ -> {};
    private boolean begun;
    private int atCommands;

    private Misconduct(DeviceUuid device, List<Fault> faults, MisbehaviourLog log) {
        this.device = device;
        this.faults = List.copyOf(faults);
        this.log = log;
        faults.forEach(fault -> left.put(fault, fault.times()));
    }

    /** Of a device that does as it should. */
    public static Misconduct none(DeviceUuid device) {
        return new Misconduct(device, List.of(), new MisbehaviourLog());
    }

    /** Those of {@code faults} that strike this device. */
    public static Misconduct of(DeviceUuid device, List<Fault> faults, MisbehaviourLog log) {
        return new Misconduct(
                device, faults.stream().filter(fault -> fault.strikes(device)).toList(), log);
    }

    public List<Fault> faults() {
        return faults;
    }

    /** Whether the service may refuse a report of this device, without that being the end of it. */
    public boolean spoilsReports() {
        return has(OfReport.MALFORMED_REPORT::equals) || has(OfReport.OVERSIZED_REPORT::equals);
    }

    /** Whether the service may refuse its JWT. */
    public boolean spoilsJwts() {
        return has(Misbehaviour.WrongClock.class::isInstance) || has(Misbehaviour.ForeignKey.class::isInstance);
    }

    /** The modem with its wrong clock, foreign key and refused writes; it holds the same credentials. */
    public Modem modem(Modem modem, InstantSource clock) {
        boolean occupied = has(Misbehaviour.OccupiedWrites.class::isInstance);
        boolean foreign = has(Misbehaviour.ForeignKey.class::isInstance);
        long seed = device.value().getLeastSignificantBits();
        return modem.variant(
                clock(clock),
                occupied ? Optional.of(WriteMode.REFUSES_519) : Optional.empty(),
                foreign ? Optional.of(P256Key.generate(new SplittableRandom(seed))) : Optional.empty());
    }

    /** The clock that the device goes by. */
    public InstantSource clock(InstantSource right) {
        InstantSource clock = right;
        for (Fault fault : faults) {
            if (fault.what() instanceof Misbehaviour.WrongClock(var ahead)) {
                InstantSource before = clock;
                clock = () -> before.instant().plus(ahead);
            }
        }
        return clock;
    }

    public ClientLimits limits(ClientLimits usual) {
        ClientLimits limits = usual;
        for (Fault fault : faults) {
            if (fault.what() instanceof Misbehaviour.SmallBuffer(Misbehaviour.Buffer which, int size)) {
                limits = switch (which) {
                    case RX -> new ClientLimits(limits.records(), size, limits.txMaxSize(), limits.atBuffer());
                    case TX -> new ClientLimits(limits.records(), limits.rxMaxSize(), size, limits.atBuffer());
                    case AT -> new ClientLimits(limits.records(), limits.rxMaxSize(), limits.txMaxSize(), size);
                    case RECORDS -> new ClientLimits(size, limits.rxMaxSize(), limits.txMaxSize(), limits.atBuffer());
                };
            }
        }
        return limits;
    }

    /** A boot: tells the journal of what goes wrong from now on. */
    public void begin(Journal kept) {
        journal = kept;
        if (!begun) {
            begun = true;
            faults.stream().filter(fault -> !isEvent(fault.what())).forEach(this::happened);
        }
    }

    /** The way to the service, on which reports come to grief. */
    public DeviceConnection connection(DeviceConnection real) {
        return faults.stream().anyMatch(fault -> fault.what() instanceof OfReport)
                ? new MisbehavingConnection(real, this)
                : real;
    }

    @Override
    public Optional<Mishap> onCommand(String line) {
        atCommands++;
        for (Fault fault : faults) {
            switch (fault.what()) {
                case Misbehaviour.CmeError(int error, AtChoice which)
                when which.matches(line, atCommands) && strike(fault) -> {
                    return Optional.of(new Mishap.Reply("+CME ERROR: " + error + "\r\n"));
                }
                case Misbehaviour.Silence(AtChoice which)
                when which.matches(line, atCommands) && strike(fault) -> {
                    return Optional.of(new Mishap.Silence("the device was told to say nothing about AT command "
                            + atCommands + ", " + line.length() + " characters long"));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean losesPower(Moment moment) {
        return moment == Moment.BEFORE_REPORT && strikes(OfReport.POWER_CUT);
    }

    /** Whether this happens to the report that is about to be sent. */
    boolean strikes(OfReport what) {
        return faults.stream().anyMatch(fault -> fault.what() == what && strike(fault));
    }

    private boolean strike(Fault fault) {
        int times = left.getOrDefault(fault, 0);
        if (times == 0) {
            return false;
        }
        left.put(fault, times == Fault.ALWAYS ? times : times - 1);
        happened(fault);
        return true;
    }

    private void happened(Fault fault) {
        log.happened(device, fault);
        journal.record(new JournalEntry.Misbehaved(fault.name()));
    }

    private boolean has(Predicate<Misbehaviour> kind) {
        return faults.stream().map(Fault::what).anyMatch(kind);
    }

    private static boolean isEvent(Misbehaviour what) {
        return what instanceof OfReport
                || what instanceof Misbehaviour.CmeError
                || what instanceof Misbehaviour.Silence;
    }
}
