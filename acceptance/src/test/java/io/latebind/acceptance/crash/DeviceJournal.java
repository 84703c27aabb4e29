package io.latebind.acceptance.crash;

import io.latebind.acceptance.crash.JournalLine.Executed;
import io.latebind.acceptance.crash.JournalLine.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that happened on one device, in order. */
record DeviceJournal(List<JournalLine> lines) {
    DeviceJournal {
        lines = List.copyOf(lines);
    }

    /** The JSON lines of {@code simulate --journal}; empty when the device never got anything. */
    static DeviceJournal read(Path file) throws IOException {
        List<JournalLine> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                parse(JsonMapper.shared().readTree(line)).ifPresent(lines::add);
            }
        }
        return new DeviceJournal(lines);
    }

    private static Optional<JournalLine> parse(JsonNode line) {
        return switch (line.path("event").asString()) {
            case "fetched" -> Optional.of(new JournalLine.Fetched(correlations(line)));
            case "executed" -> Optional.of(executed(line));
            case "reportSent" -> Optional.of(new JournalLine.ReportSent(correlations(line)));
            case "reportAcknowledged" -> Optional.of(new JournalLine.ReportAcknowledged(correlations(line)));
            default -> Optional.empty();
        };
    }

    private static JournalLine executed(JsonNode line) {
        JsonNode held = line.path("credential");
        return new Executed(
                line.path("correlation").asString(),
                line.path("outcome").asString().equals("FAILED"),
                line.path("message").asString(),
                held.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Held(
                                held.path("secTag").asLong(),
                                held.path("type").asInt(),
                                held.path("fingerprint").asString())));
    }

    private static List<String> correlations(JsonNode line) {
        return StreamSupport.stream(line.path("correlations").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    /** The executions of a command itself, its steps left out. */
    List<Executed> executionsOf(String command) {
        return lines.stream()
                .filter(Executed.class::isInstance)
                .map(Executed.class::cast)
                .filter(executed -> JournalLine.isCommandItself(executed.correlation())
                        && JournalLine.commandOf(executed.correlation()).equals(command))
                .toList();
    }
}
