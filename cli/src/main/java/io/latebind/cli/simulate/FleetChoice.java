package io.latebind.cli.simulate;

import io.latebind.simulator.fleet.IdentityFile;
import io.latebind.simulator.fleet.SimulatedDevice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which devices there are. */
final class FleetChoice {
    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1",
            description = {"How many devices (default: ${DEFAULT-VALUE})."})
    private int count;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = {
                "Keep one device in FILE (made when it is not there, mode 600): key, credentials and settings, as flash memory does."
            })
    private @Nullable Path identity;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = {
                "The same seed gives the same devices again, and the same faults to each (default: a new one each time, printed)."
            })
    private @Nullable Long seed;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = {"Write the attestation tokens to FILE, one a line: claim them all with it as text/csv."})
    private @Nullable Path tokens;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = {
                "Write what happens on each device to DIR/<device uuid>.jsonl; secrets appear as SHA-256 alone."
            })
    private @Nullable Path journal;

    /** What does not go together, in words for a person. */
    Optional<String> contradiction() {
        if (count < 1 || count > 1_000_000) {
            return Optional.of("--devices is 1..1000000, not " + count);
        }
        return identity != null && count > 1
                ? Optional.of(
                        "--identity keeps one device: leave --devices out, or use --seed to get the same devices again")
                : Optional.empty();
    }

    /** The file that the tokens are written to. */
    Optional<Path> tokens() {
        return Optional.ofNullable(tokens);
    }

    /** That of the devices that were made. */
    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /**
     * Makes the devices, and writes their tokens where that is asked for.
     *
     * @throws IOException when a file cannot be read or written; the text is fit for a person
     */
    List<SimulatedDevice> devices(PrintWriter out) throws IOException {
        InstantSource clock = InstantSource.system();
        List<SimulatedDevice> made;
        if (identity != null) {
            RandomGenerator random = seed == null ? new SecureRandom() : new SplittableRandom(seed);
            made = List.of(new IdentityFile(identity).open(random, clock));
        } else {
            if (seed == null) {
                seed = (long) new SecureRandom().nextInt(Integer.MAX_VALUE);
                out.println("Seed " + seed + ": --seed " + seed + " gives the same devices again.");
            }
            made = SimulatedDevice.fleet(seed, count, clock);
        }
        if (tokens != null) {
            Files.write(
                    tokens, made.stream().map(SimulatedDevice::attestationToken).toList());
        }
        Path directory = journal;
        return directory == null
                ? made
                : made.stream().map(device -> device.withJournalIn(directory)).toList();
    }
}
