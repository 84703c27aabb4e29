package io.latebind.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said about a command line that cannot be read: one sentence and where to look, not the whole help, which would push it off the screen. */
final class WrongWords implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("latebind: " + failure.getMessage());
        boolean suggested = UnmatchedArgumentException.printSuggestions(failure, err);
        if (!suggested) {
            err.println("`" + command.getCommandSpec().qualifiedName() + " --help` tells what can be said.");
        }
        return CommandLine.ExitCode.USAGE;
    }
}
