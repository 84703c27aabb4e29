package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.modem.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A journal as JSON lines, each handed to the operating system before the device goes on: it outlives a kill of the process.
 * Every line has {@code at}, {@code device} and {@code event}; the rest is that of {@link JournalEntry}.
 */
public final class FileJournal implements Journal {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final DeviceUuid device;
    private final InstantSource clock;

    /** @param file appended to; made when it is not there, its directory too */
    public FileJournal(Path file, DeviceUuid device, InstantSource clock) {
        this.file = file;
        this.device = device;
        this.clock = clock;
    }

    @Override
    public void record(JournalEntry entry) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("at", clock.instant().toString());
        line.put("device", device.toString());
        describe(entry, line);
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(
                    file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the journal " + file + " cannot be written", unwritable);
        }
    }

    private static void describe(JournalEntry entry, ObjectNode line) {
        switch (entry) {
            case JournalEntry.Fetched fetched -> {
                line.put("event", "fetched");
                line.set("correlations", JSON.valueToTree(fetched.correlations()));
            }
            case JournalEntry.Executed executed -> {
                line.put("event", "executed");
                executed(executed, line);
            }
            case JournalEntry.ReportSent sent -> {
                line.put("event", "reportSent");
                line.set("correlations", JSON.valueToTree(sent.correlations()));
            }
            case JournalEntry.ReportAcknowledged acknowledged -> {
                line.put("event", "reportAcknowledged");
                line.set("correlations", JSON.valueToTree(acknowledged.correlations()));
            }
            case JournalEntry.FinishedAcknowledged finished -> {
                line.put("event", "finishedAcknowledged");
                line.put("correlation", finished.correlation());
            }
            case JournalEntry.GaveUp gaveUp -> {
                line.put("event", "gaveUp");
                line.put("reason", gaveUp.reason());
            }
            case JournalEntry.Misbehaved misbehaved -> {
                line.put("event", "misbehaved");
                line.put("how", misbehaved.how());
            }
        }
    }

    private static void executed(JournalEntry.Executed executed, ObjectNode line) {
        line.put("correlation", executed.correlation());
        line.put("command", executed.command());
        line.put("argumentsSha256", executed.argumentsSha256());
        line.put("outcome", executed.outcome().name());
        line.put("message", executed.message());
        Optional<Credential> credential = executed.credential();
        if (credential.isPresent()) {
            ObjectNode held = line.putObject("credential");
            held.put("secTag", credential.get().secTag());
            held.put("type", credential.get().type().number());
            held.put("fingerprint", credential.get().fingerprint());
        }
    }
}
