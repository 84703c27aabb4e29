package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Simulated devices in a process of their own, which come again and again until they are stopped.
 *
 * @param directory with their tokens and journals, and in the end the report
 */
record SimulatedFleet(RunningProgram program, Path directory) implements AutoCloseable {
    /** {@code -Dlatebind.seed}, or one that chance chooses. */
    static long seed() {
        long given = Long.getLong("latebind.seed", 0);
        return given == 0 ? new Random().nextInt(1, Integer.MAX_VALUE) : given;
    }

    /** @param more words for {@code latebind simulate} */
    static SimulatedFleet start(Path directory, LatebindProcess service, URI deviceUrl, long seed, String more) {
        List<String> words = Stream.of(
                        "simulate --until stopped --wait-claim 1h --wait-service 1h",
                        more.contains("--interval") ? more : more + " --interval 5s",
                        "--seed " + seed,
                        "--device-url " + deviceUrl,
                        "--ca " + service.rootCertificate(),
                        "--tokens " + directory.resolve("tokens"),
                        "--journal " + directory.resolve("journals"),
                        "--report " + directory.resolve("report.json"))
                .flatMap(part -> Stream.of(part.split(" ", -1)))
                .toList();
        return new SimulatedFleet(RunningProgram.latebind(words), directory);
    }

    /** One attestation token for each device. */
    List<String> tokens() throws IOException {
        Await.until(
                RunningProgram.LIMIT,
                "the devices tell their tokens\n" + program.told(),
                () -> program.out().stream().anyMatch(line -> line.startsWith("Devices that are not claimed")));
        return Files.readAllLines(directory.resolve("tokens"));
    }

    Path journals() {
        return directory.resolve("journals");
    }

    String report() throws IOException {
        return Files.readString(directory.resolve("report.json"));
    }

    void stop() {
        program.terminate();
        assertThat(program.awaitExit(RunningProgram.LIMIT)).as(program.told()).isIn(0, 143);
    }

    @Override
    public void close() {
        program.close();
    }
}
