package io.latebind.cli.simulate;

import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.Distribution;
import io.latebind.simulator.network.NetworkFaultText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
     * Makes the file, so that a place where nothing can be written is known before the devices begin.
     *
     * @throws IOException when it cannot be written; the text is fit for a person
     */
    static ReportFile open(Path file) throws IOException {
        ReportFile report = new ReportFile(file);
        report.save("");
        return report;
    }

    void write(RunReport run) throws IOException {
        save(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(run)) + "\n");
    }

    private void save(String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new IOException(
                    "the report " + file + " cannot be written (" + unwritable.getMessage()
                            + "): give a place where you may write",
                    unwritable);
        }
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
        json.set("millisToProvisioned", distribution(RunReport.millisToProvisioned(run.summary())));
        ObjectNode ways = json.putObject("transports");
        RunReport.ways(run.summary()).forEach(way -> ways.set(name(way.kind()), way(way)));
        ArrayNode misbehaviours = json.putArray("misbehaviours");
        run.misbehaviours()
                .forEach(tally -> misbehaviours
                        .addObject()
                        .put("name", tally.name())
                        .put("devices", tally.devices())
                        .put("times", tally.times()));
        ArrayNode reasons = json.putArray("reasonsOfThoseNotDone");
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, DeviceResult> examples = new LinkedHashMap<>();
        for (DeviceResult failure : run.summary().failures()) {
            String reason = SimulateReport.kindOf(failure);
            counts.merge(reason, 1, Integer::sum);
            examples.putIfAbsent(reason, failure);
        }
        examples.forEach((kind, example) -> reasons.addObject()
                .put("reason", example.reason())
                .put("devices", counts.getOrDefault(kind, 0))
                .put("example", example.device().toString()));
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
