package io.latebind.cli;

import io.latebind.server.kernel.StartRefused;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What is said when a command throws: one sentence for what an operator can put right, and a logged trace for a bug. */
final class FailedCommand implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
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
