package io.latebind.cli;

import io.latebind.cli.client.Surroundings;
import io.latebind.cli.client.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The program as a user runs it, with everything around it under the test's control. It never waits. */
final class Cli {
    final Map<String, String> environment = new HashMap<>();
    final Deque<String> typed = new ArrayDeque<>();
    final List<String> questions = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    boolean hasTerminal;
    String input = "";
    InstantSource clock = InstantSource.system();
    /** So often it may wait before somebody presses Ctrl-C. */
    int patience = 100;

    private final Path directory;

    Cli(Path directory) {
        this.directory = directory;
    }

    /** For a service that takes any key. */
    static Cli of(Path directory, String url) {
        Cli cli = new Cli(directory);
        cli.environment.put("LATEBIND_URL", url);
        cli.environment.put("LATEBIND_API_KEY", "lb_test");
        return cli;
    }

    /** What a run has left behind. */
    record Run(int exitCode, String out, String err) {}

    Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = program();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int exitCode = program.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    CommandLine program() {
        CommandLine program = Latebind.commandLine(
                config -> {
                    throw new AssertionError("no service is started here");
                },
                new Surroundings(
                        environment,
                        directory,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new TypedTerminal(),
                        clock,
                        this::pause));
        program.setUsageHelpWidth(80);
        return program;
    }

    private void pause(Duration duration) throws InterruptedException {
        pauses.add(duration);
        if (pauses.size() > patience) {
            throw new InterruptedException();
        }
    }

    private final class TypedTerminal implements Terminal {
        @Override
        public boolean isInteractive() {
            return hasTerminal;
        }

        @Override
        public Optional<String> ask(String question) {
            questions.add(question);
            return Optional.ofNullable(typed.poll());
        }
    }
}
