package io.latebind.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said about a command line that cannot be read: one sentence and where to look, not the whole help, which would push it off the screen. */
final class WrongWords implements IParameterExceptionHandler {
    /** As picocli says it. */
    private static final String MISSING = "Missing required subcommand";

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("latebind: " + failure.getMessage() + choice(failure, command));
        boolean suggested = UnmatchedArgumentException.printSuggestions(failure, err);
        if (!suggested) {
            err.println("`" + command.getCommandSpec().qualifiedName() + " --help` tells what can be said.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** What can follow, when nothing does. */
    private static String choice(ParameterException failure, CommandLine command) {
        return MISSING.equals(failure.getMessage())
                ? ": " + String.join(", ", command.getSubcommands().keySet())
                : "";
    }
}
