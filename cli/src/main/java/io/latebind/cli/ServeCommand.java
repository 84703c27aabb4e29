package io.latebind.cli;

import io.latebind.cli.ServerStarter.Service;
import io.latebind.cli.logging.LogOutput;
import io.latebind.server.config.ConfigProblem;
import io.latebind.server.config.ConfigReader;
import io.latebind.server.config.ConfigResult;
import io.latebind.server.config.ConfigSources;
import io.latebind.server.config.ServerConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the service until a signal ends it. */
@Command(
        name = "serve",
        description = "Runs the service until SIGTERM or Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "Example:",
            "  latebind serve --data-dir /var/lib/latebind --api-listen 127.0.0.1:8080",
            "",
            "Every setting can also stand in the configuration file, under its name without the dashes, and in the environment:"
                    + " --api-listen is LATEBIND_API_LISTEN."
        })
final class ServeCommand implements Callable<Integer> {
    private final ServerStarter starter;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    private ServeCommand(ServerStarter starter, Map<String, String> environment) {
        this.starter = starter;
        this.environment = environment;
    }

    static CommandLine commandLine(ServerStarter starter, Map<String, String> environment) {
        CommandLine command = new CommandLine(new ServeCommand(starter, environment));
        ServeOptions.addTo(command.getCommandSpec());
        // unknown names are refused by the reader of the settings, together with all other problems
        command.setUnmatchedArgumentsAllowed(true);
        command.setUnmatchedOptionsArePositionalParams(false);
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        ConfigSources sources = new ConfigSources(
                Optional.ofNullable(parsed.matchedOptionValue("--config", (String) null)),
                environment,
                ServeOptions.given(parsed),
                MachineName.ofThisMachine());
        return switch (ConfigReader.read(sources)) {
            case ConfigResult.Accepted(ServerConfig config) -> run(config);
            case ConfigResult.Rejected(List<ConfigProblem> problems) -> refuse(problems);
        };
    }

    private int run(ServerConfig config) throws InterruptedException {
        LogOutput.configure(config.logFormat(), config.logLevel(), System.err);
        Service service = starter.prepare(config);
        AtomicBoolean serves = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(service, serves), "stop"));
        service.start();
        serves.set(true);
        LoggerFactory.getLogger(Latebind.class).info("serving until SIGTERM or Ctrl-C");
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    /** A signal alone would end the process with 143 or 130, which service supervisors take for a failure; an orderly end is none. */
    private static void stopInOrder(Service service, AtomicBoolean serves) {
        Logger log = LoggerFactory.getLogger(Latebind.class);
        if (serves.get()) {
            log.info("stopping: answering what is under way");
        }
        service.stop();
        if (serves.get()) {
            log.info("stopped in order");
        }
        System.err.flush();
        if (serves.get()) {
            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
        }
    }

    private int refuse(List<ConfigProblem> problems) {
        PrintWriter err = spec.commandLine().getErr();
        String end = problems.size() == 1 ? "1 setting is wrong:" : problems.size() + " settings are wrong:";
        err.println("latebind: " + end);
        problems.forEach(problem -> err.println("  " + problem.sentence()));
        return CommandLine.ExitCode.USAGE;
    }
}
