package io.latebind.cli.simulate;

import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.fleet.Distribution;
import io.latebind.simulator.network.NetworkFaultText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures of a run as JSON. */
final class ReportFile {
    /** Grows when a member changes its meaning or goes. */
    private static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<TrafficFigure> FOR_EACH_DEVICE =
            EnumSet.of(TrafficFigure.BYTES_SENT, TrafficFigure.BYTES_RECEIVED);

    /** What HTTPS can have. */
    private static final Set<TrafficFigure> OF_HTTPS = EnumSet.of(TrafficFigure.FULL_HANDSHAKES);

    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Makes the file where there is none, so that a place where nothing can be written is known before the devices begin. What is in
     * it already stays until {@link #write}.
     *
     * @throws IOException when it cannot be written; the text is fit for a person
     */
    static ReportFile open(Path file) throws IOException {
        try (OutputStream _ = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return new ReportFile(file);
        } catch (IOException unwritable) {
            throw refused(file, unwritable);
        }
    }

    void write(RunReport run) throws IOException {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(run)) + "\n");
        } catch (IOException unwritable) {
            throw refused(file, unwritable);
        }
    }

    private static IOException refused(Path file, IOException unwritable) {
        return new IOException(
                "the report " + file + " cannot be written (" + unwritable.getMessage()
                        + "): give a place where you may write",
                unwritable);
    }

    private static ObjectNode json(RunReport run) {
        ObjectNode json = JSON.createObjectNode().put("version", VERSION).put("transport", run.transport());
        json.put("faults", NetworkFaultText.of(run.faults()));
        run.seed().ifPresent(seed -> json.put("seed", seed));
        json.put("devices", run.summary().results().size());
        json.put("elapsedMillis", run.summary().elapsed().toMillis());
        RunReport.Outcomes outcomes = run.outcomes();
        json.putObject("outcomes")
                .put("provisioned", outcomes.provisioned())
                .put("awaiting", outcomes.awaiting())
                .put("notDone", outcomes.notDone());
        json.set("millisToProvisioned", distribution(run.millisToProvisioned()));
        ObjectNode ways = json.putObject("transports");
        run.ways().forEach(way -> ways.set(name(way.kind()), way(way)));
        ArrayNode misbehaviours = json.putArray("misbehaviours");
        run.misbehaviours()
                .forEach(tally -> misbehaviours
                        .addObject()
                        .put("name", tally.name())
                        .put("devices", tally.devices())
                        .put("times", tally.times()));
        ArrayNode reasons = json.putArray("reasonsOfThoseNotDone");
        run.failures()
                .forEach(failure -> reasons.addObject()
                        .put("reason", failure.example().reason())
                        .put("devices", failure.devices())
                        .put("example", failure.example().device().toString()));
        return json;
    }

    private static ObjectNode way(RunReport.Way way) {
        ObjectNode json =
                JSON.createObjectNode().put("devices", way.devices().size()).put("visits", way.visits());
        for (TrafficFigure figure : TrafficFigure.values()) {
            if (FOR_EACH_DEVICE.contains(figure)) {
                json.set(name(figure) + "PerDevice", distribution(way.each(figure)));
            } else if (way.kind() == TransportKind.COAP || OF_HTTPS.contains(figure)) {
                json.put(name(figure), way.sum(figure));
            }
        }
        return json;
    }

    private static ObjectNode distribution(Distribution spread) {
        return JSON.createObjectNode()
                .put("count", spread.count())
                .put("mean", spread.mean())
                .put("p50", spread.p50())
                .put("p90", spread.p90())
                .put("p99", spread.p99())
                .put("max", spread.max());
    }

    /** {@code FULL_HANDSHAKES} is {@code fullHandshakes}. */
    private static String name(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
