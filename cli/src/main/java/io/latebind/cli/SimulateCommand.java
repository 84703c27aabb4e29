package io.latebind.cli;

import io.latebind.simulator.fleet.Arrivals;
import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.fleet.IdentityFile;
import io.latebind.simulator.fleet.Patience;
import io.latebind.simulator.fleet.Rhythm;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.fleet.Until;
import io.latebind.simulator.https.HttpsTransport;
import io.latebind.simulator.trust.RootCertificates;
import io.latebind.simulator.misbehaviour.Fault;
import io.latebind.simulator.misbehaviour.FaultText;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code latebind simulate}: devices that get provisioned. Exit code 0 when every device got there, 1 when some did not, 2 when
 * it could not begin.
 */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Simulates devices: each one connects to the service's device port as real ones do, waits until it is claimed,"
                    + " executes its provisioning commands in a simulated modem and reports the results.",
            "",
            "Simulated keys are for tests. With --identity one device keeps its key and credentials over several runs."
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int NOT_BEGUN = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--device-url",
            required = true,
            paramLabel = "URL",
            description = {"The service's device port, for example https://localhost:8443."})
    private URI deviceUrl = URI.create("");

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "FILE",
            description = {"The root certificate that the devices trust: <data-dir>/tls/ca.pem of the service."})
    private Path ca = Path.of("");

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1",
            description = {"How many devices (default: ${DEFAULT-VALUE})."})
    private int count;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = {
                "Keep one device in FILE (made when it is not there, mode 600): key, credentials and settings, as flash memory does."
            })
    private @Nullable Path identity;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = {"The same seed gives the same devices again (default: a new one each time, printed)."})
    private @Nullable Long seed;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = {"Write the attestation tokens to FILE, one a line: claim them all with it as text/csv."})
    private @Nullable Path tokens;

    @Option(
            names = "--until",
            paramLabel = "finished|idle|stopped",
            defaultValue = "finished",
            converter = UntilOption.class,
            description = {
                "When a device is done: its finished command was acknowledged, the service has nothing more for it, or never"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private Until until = Until.FINISHED;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationOption.class,
            description = {
                "Longest sleep between two visits, also when a config command sets a longer one (default: ${DEFAULT-VALUE};"
                        + " a real device asks once a day)."
            })
    private Duration interval = Duration.ofSeconds(2);

    @Option(
            names = "--wait-claim",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationOption.class,
            description = {"How long a device waits to be claimed (default: ${DEFAULT-VALUE})."})
    private Duration waitClaim = Duration.ofMinutes(10);

    @Option(
            names = "--wait-service",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationOption.class,
            description = {
                "How long a device tries again while the service cannot be reached or answers 500 (default: ${DEFAULT-VALUE})."
            })
    private Duration waitService = Duration.ofMinutes(1);

    @Option(
            names = "--arrival",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = DurationOption.class,
            description = {"Spread the first visits of the devices over this time (default: ${DEFAULT-VALUE})."})
    private Duration arrival = Duration.ZERO;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = {"Stop everything after this time; devices that are not done count as failed (default: none)."
            })
    private @Nullable Duration timeout;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = {
                "Write what happens on each device to DIR/<device uuid>.jsonl; secrets appear as SHA-256 alone."
            })
    private @Nullable Path journal;

    @Option(
            names = "--misbehave",
            paramLabel = "FAULT",
            split = ",",
            converter = FaultOption.class,
            description = {
                "Devices do not do as they should. A fault is KIND[=VALUE][@COMMAND][*TIMES][:SHARE%%]; several stand behind each"
                        + " other with commas. KIND is one of",
                "  lost-report  executed, the report never arrives",
                "  lost-answer  the report arrives, its answer does not",
                "  repeated-report, late-report  sent twice, or after the next fetch",
                "  malformed-report, oversized-report",
                "  power-cut  between execution and report",
                "  cme=ERROR  a command gets this CME error, and is not executed",
                "  silent  a command makes the device say nothing, as one that is longer than its AT buffer does",
                "  rx=BYTES, tx=BYTES, at=CHARACTERS, records=N  small buffers (usual: 1024, 2048, 1792, 10)",
                "  clock=+TIME, clock=-TIME  wrong clock, like clock=-90s or clock=+2h",
                "  foreign-key  signs its JWTs with another key than its attestation token",
                "  occupied  the modem answers 519 to a write where something is",
                "COMMAND (of cme, silent) is write, delete, keygen, tag-SECTAG or the number of an AT command; without it the first"
                        + " write or keygen. TIMES is how often, a number or always (1). SHARE is how many of the devices (100%%);"
                        + " the same seed strikes the same devices. Example: --misbehave lost-report:10%%,cme=527@keygen*always:5%%"
            })
    private List<Fault> faults = List.of();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        checkOptions();
        List<SimulatedDevice> devices;
        HttpsTransport transport;
        try {
            transport = new HttpsTransport(deviceUrl, RootCertificates.read(ca), Duration.ofSeconds(30));
            devices = devices(out);
            if (tokens != null) {
                Files.write(
                        tokens,
                        devices.stream().map(SimulatedDevice::attestationToken).toList());
            }
        } catch (IOException | IllegalArgumentException problem) {
            err.println("latebind simulate: " + problem.getMessage());
            err.flush();
            return NOT_BEGUN;
        }
        MisbehaviourLog misbehaviours = new MisbehaviourLog();
        devices = devices.stream()
                .map(device -> device.misbehaving(faults, misbehaviours))
                .toList();
        SimulateReport report = new SimulateReport(out, devices, ca, deviceUrl);
        report.introduce(tokens, waitClaim);
        FleetConfig config = new FleetConfig(
                devices,
                transport,
                until,
                Rhythm.REAL.within(interval),
                new Patience(waitClaim, waitService),
                Arrivals.spreadOver(arrival),
                InstantSource.system(),
                Thread::sleep);
        FleetSummary summary = run(config, out, misbehaviours);
        report.conclude(summary, misbehaviours.tallies());
        return summary.allDone() ? 0 : 1;
    }

    private void checkOptions() {
        if (count < 1 || count > 1_000_000) {
            throw new ParameterException(spec.commandLine(), "--devices is 1..1000000, not " + count);
        }
        if (interval.toMillis() < 20) {
            throw new ParameterException(spec.commandLine(), "--interval is at least 20ms");
        }
        if (identity != null && count > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--identity keeps one device: leave --devices out, or use --seed to get the same devices again");
        }
    }

    private List<SimulatedDevice> devices(PrintWriter out) throws IOException {
        InstantSource clock = InstantSource.system();
        List<SimulatedDevice> made;
        if (identity != null) {
            RandomGenerator random = seed == null ? new SecureRandom() : new SplittableRandom(seed);
            made = List.of(new IdentityFile(identity).open(random, clock));
        } else {
            long chosen = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
            made = SimulatedDevice.fleet(chosen, count, clock);
            if (seed == null) {
                out.println("Seed " + chosen + ": --seed " + chosen + " gives the same devices again.");
            }
        }
        Path directory = journal;
        return directory == null
                ? made
                : made.stream().map(device -> device.withJournalIn(directory)).toList();
    }

    private FleetSummary run(FleetConfig config, PrintWriter out, MisbehaviourLog misbehaviours)
            throws InterruptedException {
        Thread main = Thread.currentThread();
        try (Fleet fleet = Fleet.start(config, progress -> {});
                SimulateScreen screen = SimulateScreen.on(out, config.devices().size(), misbehaviours::total)) {
            Thread hook = Thread.ofPlatform().unstarted(() -> stopInOrder(fleet, main));
            Runtime.getRuntime().addShutdownHook(hook);
            long begin = System.nanoTime();
            while (!fleet.isOverWithin(Duration.ofMillis(200))) {
                screen.show(fleet.progress());
                if (timeout != null && System.nanoTime() - begin > timeout.toNanos()) {
                    fleet.stop();
                }
            }
            screen.show(fleet.progress());
            removeHook(hook);
            return fleet.await();
        }
    }

    /** Ctrl-C: the devices stop, and the summary is still printed. */
    private static void stopInOrder(Fleet fleet, Thread main) {
        fleet.stop();
        try {
            main.join(Duration.ofSeconds(3));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // it runs already, and waits for the summary
        }
    }

    /** A fault as the simulator reads it. */
    private static final class FaultOption implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            try {
                return FaultText.parse(text);
            } catch (IllegalArgumentException refused) {
                throw new TypeConversionException(refused.getMessage());
            }
        }
    }

    /** Written in lower case, as everything on a command line. */
    private static final class UntilOption implements ITypeConverter<Until> {
        @Override
        public Until convert(String text) {
            return switch (text) {
                case "finished" -> Until.FINISHED;
                case "idle" -> Until.IDLE;
                case "stopped" -> Until.STOPPED;
                default -> throw new TypeConversionException("'" + text + "' is none of finished, idle, stopped");
            };
        }
    }
}
