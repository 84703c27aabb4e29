package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.audit.AuditChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class AuditVerifyTest {
    @TempDir
    private Path directory = Path.of("");

    private final List<String> trail = new ArrayList<>();
    private String lastHash = AuditChain.GENESIS;

    @BeforeEach
    void writeATrail() {
        for (int sequence = 1; sequence <= 4; sequence++) {
            ObjectNode event = JsonMapper.shared().createObjectNode();
            event.put("action", "device.claimed").put("subject", "device " + sequence);
            String hash = AuditChain.hash(lastHash, sequence, AuditChain.canonical(event));
            event.put("sequence", sequence).put("previousHash", lastHash).put("hash", hash);
            trail.add(event.toString());
            lastHash = hash;
        }
    }

    private Cli.Run verify(List<String> lines, String... more) throws IOException {
        Files.write(directory.resolve("export.ndjson"), lines);
        String[] words = new String[4 + more.length];
        System.arraycopy(new String[] {"audit", "verify", "--file", "export.ndjson"}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return new Cli(directory).run(words);
    }

    @Test
    void findsAWholeTrailWholeWithoutServiceOrKey() throws IOException {
        Cli.Run run = verify(trail);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("Whole: 4 events.\nKeep for the next time: --expect 4:" + lastHash + "\n");
        assertThat(verify(trail, "--expect", "4:" + lastHash).exitCode()).isZero();
        assertThat(verify(List.of()).out()).startsWith("Whole: 0 events.");
    }

    @Test
    void namesTheFirstEventThatWasAltered() throws IOException {
        List<String> altered = new ArrayList<>(trail);
        altered.set(1, altered.get(1).replace("device 2", "device 9"));
        Cli.Run run = verify(altered);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("BROKEN: event 2 carries the hash").contains("Whole before it: 1 event.");
    }

    @Test
    void noticesEventsThatWereTakenOutMovedOrMadeUp() throws IOException {
        List<String> taken = new ArrayList<>(trail);
        taken.remove(2);
        assertThat(verify(taken).out()).startsWith("BROKEN: event 4 stands where event 3 should");
        assertThat(verify(List.of(trail.get(0), trail.get(0))).exitCode()).isEqualTo(1);
        assertThat(verify(trail.subList(1, 4)).exitCode()).isEqualTo(1);
        List<String> rubbish = new ArrayList<>(trail);
        rubbish.set(3, "{");
        assertThat(verify(rubbish, "--json").out().replaceAll("\\s", ""))
                .startsWith("{\"whole\":false,\"events\":3,")
                .endsWith("\"broken\":\"line4isnoevent\"}");
    }

    @Test
    void noticesAnEndThatWasCutOffWhenItIsExpected() throws IOException {
        Cli.Run run = verify(trail.subList(0, 3), "--expect", "4:" + lastHash);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("the trail ends with event 3, but event 4 was expected");
    }

    @Test
    void noticesATrailThatWasWrittenAnewWhenItIsExpected() throws IOException {
        Cli.Run run = verify(trail, "--expect", "4:" + "0".repeat(64));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("the trail was written anew");
        assertThat(verify(trail, "--expect", "4").exitCode()).isEqualTo(2);
    }
}
