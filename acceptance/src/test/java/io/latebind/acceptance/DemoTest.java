package io.latebind.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --demo}: a newcomer's first minutes. */
class DemoTest {
    @TempDir
    private Path directory;

    @Test
    void showsProvisionedDevicesEachTimeAndTheLinesToTryWork() {
        Path data = directory.resolve("it's here");
        tryIt(data, 5);
        // the last line gave a device of the first time a new command, so it is READY again
        tryIt(data, 9);
    }

    private static void tryIt(Path data, int provisioned) {
        try (LatebindProcess service = LatebindProcess.start(data, "--demo")) {
            RunningProgram program = service.program();
            Await.until(
                    RunningProgram.LIMIT,
                    "the demo tells what to try",
                    () -> !program.isAlive() || program.out().contains("  Ctrl-C ends it."));
            assertThat(program.out())
                    .as(program.told())
                    .anyMatch(line -> line.startsWith("All 5 devices are PROVISIONED after "));
            List<String> lines = program.out().stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("curl "))
                    .toList();
            assertThat(lines).hasSize(4);
            assertThat(pasted(lines.get(0))).contains("\"total\":" + provisioned, "PROVISIONED");
            assertThat(pasted(lines.get(1)))
                    .contains("\"total\":4", "cloudAccessKeyGeneration", "clientCertificate", "rule demo v1")
                    .doesNotContain("PENDING", "FAILED");
            assertThat(pasted(lines.get(2))).contains("stdin: OK", "depth=2");
            assertThat(pasted(lines.get(3))).contains("\"request\":{\"config\":{\"hello\":\"world\"}}", "PENDING");
            ProcessHandle postgres = service.postgres().orElseThrow();
            assertThat(service.stop()).as(program.told()).isZero();
            assertThat(postgres.isAlive()).isFalse();
            assertThat(program.err()).noneMatch(line -> line.contains("\tat "));
        }
    }

    private static String pasted(String line) {
        try (RunningProgram bash = RunningProgram.start(List.of("bash", "-c", line), Map.of())) {
            assertThat(bash.awaitExit(RunningProgram.LIMIT)).as(bash.told()).isZero();
            return String.join("\n", bash.out());
        }
    }
}
