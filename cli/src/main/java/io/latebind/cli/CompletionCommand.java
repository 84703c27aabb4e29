package io.latebind.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latebind completion}. */
@Command(
        name = "completion",
        description = "Prints a script for completion with the tab key.",
        footer = {
            "Examples:",
            "  source <(latebind completion bash)                    for this shell",
            "  latebind completion bash > ~/.local/share/bash-completion/completions/latebind",
            "  echo 'source <(latebind completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        String script = AutoComplete.bash(program.getCommandName(), program);
        // zsh takes bash's script when its own emulation is loaded; picocli's script does so by itself, this is for
        // shells before compinit
        String prelude = shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" : "";
        spec.commandLine().getOut().print(prelude + script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
