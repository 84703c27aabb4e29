package io.latebind.cli.simulate;

import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Mixin
    private TransportChoice target = new TransportChoice();

    @Mixin
    private FleetChoice fleet = new FleetChoice();

    @Mixin
    private TempoChoice tempo = new TempoChoice();

    @Mixin
    private FaultChoice faults = new FaultChoice();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = {
                "Write what came of the devices to FILE as JSON: outcomes, visits, handshakes, bytes and datagrams, times."
            })
    private @Nullable Path reportFile;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        checkOptions();
        // a handshake costs a device as much as the service, and both may be on this machine
        NativeCryptography.prefer();
        DeviceTransport opened;
        try {
            opened = target.open(faults.network());
        } catch (IOException | IllegalArgumentException problem) {
            return notBegun(problem);
        }
        try (DeviceTransport transport = opened) {
            return provision(out, transport);
        }
    }

    private int provision(PrintWriter out, DeviceTransport transport) throws InterruptedException {
        MisbehaviourLog misbehaviours = new MisbehaviourLog();
        List<SimulatedDevice> devices;
        Optional<ReportFile> file;
        try {
            devices = faults.befalling(fleet.devices(out), misbehaviours);
            file = reportFile == null ? Optional.empty() : Optional.of(ReportFile.open(reportFile));
        } catch (IOException | IllegalArgumentException problem) {
            return notBegun(problem);
        }
        SimulateReport report = new SimulateReport(out, devices, target);
        report.introduce(fleet.tokens(), tempo.patience().claim());
        FleetConfig config = new FleetConfig(
                devices,
                transport,
                tempo.until(),
                tempo.rhythm(),
                tempo.patience(),
                tempo.arrivals(),
                InstantSource.system(),
                Thread::sleep);
        FleetSummary summary = run(config, out, misbehaviours);
        RunReport came = new RunReport(
                TransportChoice.word(target.kind()), faults.network(), fleet.seed(), summary, misbehaviours.tallies());
        report.conclude(came);
        return isWritten(file, came) && summary.allDone() ? 0 : 1;
    }

    private void checkOptions() {
        Stream.of(
                        target.contradiction(),
                        fleet.contradiction(),
                        tempo.contradiction(),
                        faults.contradiction(target.kind()))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(problem -> {
                    throw new ParameterException(spec.commandLine(), problem);
                });
    }

    private int notBegun(Exception problem) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("latebind simulate: " + problem.getMessage());
        err.flush();
        return NOT_BEGUN;
    }

    /** Also when no file is wanted. */
    private boolean isWritten(Optional<ReportFile> file, RunReport run) {
        if (file.isEmpty()) {
            return true;
        }
        try {
            file.get().write(run);
            return true;
        } catch (IOException unwritable) {
            notBegun(unwritable);
            return false;
        }
    }

    private FleetSummary run(FleetConfig config, PrintWriter out, MisbehaviourLog misbehaviours)
            throws InterruptedException {
        Thread main = Thread.currentThread();
        try (Fleet running = Fleet.start(config, progress -> {});
                SimulateScreen screen = SimulateScreen.on(out, config.devices().size(), misbehaviours::total)) {
            Thread hook = Thread.ofPlatform().unstarted(() -> stopInOrder(running, main));
            Runtime.getRuntime().addShutdownHook(hook);
            long begin = System.nanoTime();
            while (!running.isOverWithin(Duration.ofMillis(200))) {
                screen.show(running.progress());
                if (tempo.timeout()
                        .filter(limit -> System.nanoTime() - begin > limit.toNanos())
                        .isPresent()) {
                    running.stop();
                }
            }
            screen.show(running.progress());
            removeHook(hook);
            return running.await();
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
}
