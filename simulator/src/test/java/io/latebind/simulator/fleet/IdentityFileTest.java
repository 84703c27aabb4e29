package io.latebind.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.simulator.client.ScriptedService;
import io.latebind.simulator.modem.P256Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityFileTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private SimulatedDevice open(long seed) throws IOException {
        return new IdentityFile(directory.resolve("device.json")).open(new SplittableRandom(seed), CLOCK);
    }

    @Test
    void keepsOneDeviceOverRuns() throws IOException, InterruptedException {
        SimulatedDevice first = open(1);
        ScriptedService service = new ScriptedService()
                .gives(
                        new DeviceCommand.AtCommand("id.1", "%KEYGEN", "5,2,1", List.of()),
                        new DeviceCommand.ConfigCommand("id.2", Map.of("provisioning/interval-sec", "60")));
        first.boot(service).session(duration -> {}, Duration.ZERO);
        SimulatedDevice second = open(2);
        assertThat(second.uuid()).isEqualTo(first.uuid());
        assertThat(second.attestationToken()).isEqualTo(first.attestationToken());
        assertThat(second.modem().credentials())
                .isEqualTo(first.modem().credentials())
                .hasSize(1);
        assertThat(second.settings().all()).containsEntry("provisioning/interval-sec", "60");
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        open(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("device.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatIsNotOurs() throws IOException {
        Path file = Files.writeString(directory.resolve("device.json"), "{\"privateKey\":\"77\"}");
        assertThatThrownBy(() -> open(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not an identity file");
        assertThat(Files.readString(file)).isEqualTo("{\"privateKey\":\"77\"}");
    }

    @Test
    void saysWhereItCannotWrite() {
        assertThatThrownBy(() ->
                        new IdentityFile(directory.resolve("no/such/device.json")).open(new SplittableRandom(1), CLOCK))
                .hasMessageContaining("cannot be written");
    }

    @Test
    void journalsToALineForEachEvent() throws IOException, InterruptedException {
        SimulatedDevice device = open(1).withJournalIn(directory.resolve("journal"));
        ScriptedService service = new ScriptedService()
                .gives(
                        new DeviceCommand.AtCommand("id.1", "%CMNG", "0,5,3,\"c0ffee\"", List.of()),
                        new DeviceCommand.AtCommand("id.2", "%KEYGEN", "5,2,1", List.of()),
                        new DeviceCommand.FinishedCommand("id.f"));
        device.boot(service).session(duration -> {}, Duration.ZERO);
        List<String> lines = Files.readAllLines(directory.resolve("journal").resolve(device.uuid() + ".jsonl"));
        assertThat(lines).hasSize(6);
        assertThat(lines.get(1))
                .contains("\"argumentsSha256\":\"" + P256Key.sha256Hex("0,5,3,\"c0ffee\"") + "\"")
                .doesNotContain("c0ffee");
        assertThat(lines.get(2))
                .contains("\"event\":\"executed\"", "\"message\":\"%KEYGEN: \\\"MFkw")
                .contains("\"fingerprint\":\""
                        + device.modem().credentials().getFirst().fingerprint() + "\"");
        assertThat(lines.getLast()).contains("\"event\":\"finishedAcknowledged\",\"correlation\":\"id.f\"");
    }
}
