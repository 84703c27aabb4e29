package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void completesSubcommandsInBash() throws IOException, InterruptedException {
        Path script = directory.resolve("completion");
        Files.writeString(script, new Cli(directory).run("completion", "bash").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script
                                + "; COMP_WORDS=(latebind devices unc); COMP_CWORD=2; _complete_latebind; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(completed).isZero();
        assertThat(completed.strip()).isEqualTo("unclaim");
    }

    @Test
    void hasAScriptForZsh() {
        assertThat(new Cli(directory).run("completion", "zsh").out()).contains("compinit", "bashcompinit");
        assertThat(new Cli(directory).run("completion", "fish").exitCode()).isEqualTo(2);
    }
}
