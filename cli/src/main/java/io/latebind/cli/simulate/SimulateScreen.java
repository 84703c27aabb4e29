package io.latebind.cli.simulate;

import io.latebind.simulator.fleet.DeviceState;
import io.latebind.simulator.fleet.FleetProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Live progress: a bar on a terminal, a line for each change elsewhere. */
sealed interface SimulateScreen extends AutoCloseable {
    void show(FleetProgress progress);

    @Override
    void close();

    @SuppressWarnings("SystemConsoleNull") // -Djdk.console=none still makes it null
    static SimulateScreen on(PrintWriter out, int devices, IntSupplier misbehaviours) {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new Bar(devices, misbehaviours)
                : new Lines(out, misbehaviours);
    }

    private static String counts(FleetProgress progress, int misbehaviours) {
        String states = Stream.of(DeviceState.values())
                .filter(state -> progress.count(state) > 0)
                .map(state -> progress.count(state) + " " + word(state))
                .collect(Collectors.joining(", "));
        return misbehaviours == 0
                ? states
                : states + "; misbehaved " + misbehaviours + (misbehaviours == 1 ? " time" : " times");
    }

    private static String word(DeviceState state) {
        return switch (state) {
            case WAITING -> "waiting for a claim";
            case AWAITING -> "awaiting commands";
            case WORKING, PROVISIONED, FAILED -> state.name().toLowerCase(Locale.ROOT);
        };
    }

    /** On a terminal. */
    final class Bar implements SimulateScreen {
        private final ProgressBar bar;
        private final IntSupplier misbehaviours;

        Bar(int devices, IntSupplier misbehaviours) {
            this.misbehaviours = misbehaviours;
            this.bar = new ProgressBarBuilder()
                    .setTaskName("Devices")
                    .setInitialMax(devices)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
        }

        @Override
        public void show(FleetProgress progress) {
            bar.stepTo(progress.over());
            bar.setExtraMessage(" " + counts(progress, misbehaviours.getAsInt())
                    + progress.lastProblem().map(text -> "; " + text).orElse(""));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** In a file or a pipe: at most one line a second. */
    final class Lines implements SimulateScreen {
        private static final long NANOS_BETWEEN = 1_000_000_000L;

        private final PrintWriter out;
        private final IntSupplier misbehaviours;
        private String lastCounts = "";
        private String lastProblem = "";
        private long printedAt = System.nanoTime() - NANOS_BETWEEN;

        Lines(PrintWriter out, IntSupplier misbehaviours) {
            this.out = out;
            this.misbehaviours = misbehaviours;
        }

        @Override
        public void show(FleetProgress progress) {
            long now = System.nanoTime();
            boolean last = progress.over() == progress.total();
            if (now - printedAt < NANOS_BETWEEN && !last) {
                return;
            }
            String counts = counts(progress, misbehaviours.getAsInt());
            String problem = progress.lastProblem().orElse("");
            if (!problem.equals(lastProblem)) {
                out.println("  " + problem);
            }
            if (!counts.equals(lastCounts)) {
                out.println(progress.over() + "/" + progress.total() + " done: " + counts);
            }
            out.flush();
            lastCounts = counts;
            lastProblem = problem;
            printedAt = now;
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
