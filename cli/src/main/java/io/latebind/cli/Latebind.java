package io.latebind.cli;

import io.latebind.cli.logging.LogOutput;
import io.latebind.server.config.LogFormat;
import io.latebind.server.config.LogLevel;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program. */
@Command(
        name = "latebind",
        description = "A self-hosted provisioning service for cellular IoT devices.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "latebind COMMAND --help tells more about a command."})
public final class Latebind {
    /** Ends the process with 0, with 1 if the command was refused or failed, with 2 if its words were wrong. */
    public static void main(String[] arguments) {
        LogOutput.configure(LogFormat.TEXT, LogLevel.WARN, System.err);
        System.exit(commandLine(Starters.server(), System.getenv()).execute(arguments));
    }

    /** Every command of the program. */
    static CommandLine commandLine(ServerStarter starter, Map<String, String> environment) {
        CommandLine program = new CommandLine(new Latebind())
                .addSubcommand(ServeCommand.commandLine(starter, environment))
                .addSubcommand(new SimulateCommand())
                .addSubcommand(new VersionCommand())
                .addSubcommand(new HelpCommand());
        program.setParameterExceptionHandler(new WrongWords());
        program.setExecutionExceptionHandler(new FailedCommand());
        program.setUsageHelpAutoWidth(true);
        return program;
    }
}
