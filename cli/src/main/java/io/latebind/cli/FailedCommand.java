package io.latebind.cli;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.table.VisibleText;
import io.latebind.server.kernel.StartRefused;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What is said when a command throws: one sentence for what an operator can put right, and a logged trace for a bug. */
final class FailedCommand implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CommandFailed failed) {
            command.getErr().println("latebind: " + VisibleText.of(String.valueOf(failed.getMessage())));
            failed.lines().forEach(line -> command.getErr().println(VisibleText.of(line)));
            return failed.exitCode();
        }
        if (failure instanceof StartRefused refusal) {
            command.getErr().println("latebind: " + refusal.getMessage());
        } else {
            LoggerFactory.getLogger(Latebind.class).error("unexpected failure", failure);
            command.getErr()
                    .println("latebind: ended by an unexpected failure, which is a bug; the line above tells where.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
