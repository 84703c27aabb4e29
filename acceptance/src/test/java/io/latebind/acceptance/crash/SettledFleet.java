package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.Rest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Devices whose users have come to an end: they become PROVISIONED, and then what each of them lived through is what REST says.
 *
 * @param actions by device UUID
 * @param journals the folder with the simulated devices' journals
 */
record SettledFleet(Rest rest, Map<String, UserActions> actions, Path journals) {
    private static final System.Logger LOG = System.getLogger(SettledFleet.class.getName());
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);
    private static final String COUNT = "/v1/claimed-devices?pageLimit=1";

    void await(int devices) {
        Await.until(
                SETTLED_WITHIN, "all devices are PROVISIONED", () -> total("PROVISIONED") == devices || complaint());
    }

    private int total(String status) {
        return rest.get(COUNT + "&status=" + status).json().path("total").asInt();
    }

    private boolean complaint() {
        JsonNode errors = rest.get(COUNT + "&status=ERROR").json();
        if (errors.path("total").asInt() > 0) {
            String id = errors.path("items").get(0).path("id").asString();
            throw new AssertionError("a command failed: "
                    + rest.get("/v1/claimed-devices/" + id + "/provisioning?pageLimit=100")
                            .body());
        }
        return false;
    }

    /** @param own journals of devices that are not the simulator's */
    void compare(Map<String, DeviceJournal> own, long seed) throws IOException {
        List<String> problems = new ArrayList<>();
        int executions = 0;
        int acknowledged = 0;
        for (Map.Entry<String, UserActions> device : actions.entrySet()) {
            String uuid = device.getKey();
            DeviceJournal kept = own.get(uuid);
            DeviceJournal journal = kept == null ? DeviceJournal.read(journals.resolve(uuid + ".jsonl")) : kept;
            List<CommandSeen> commands = commands(uuid);
            JournalComparison.problems(journal, commands, device.getValue())
                    .forEach(problem -> problems.add(uuid + ": " + problem));
            certificates(uuid).forEach(problem -> problems.add(uuid + ": " + problem));
            executions += commands.stream()
                    .mapToInt(command -> journal.executionsOf(command.id()).size())
                    .sum();
            acknowledged += device.getValue().acknowledged().size();
        }
        String counts = "%d acknowledged commands, %d executions".formatted(acknowledged, executions);
        LOG.log(System.Logger.Level.INFO, counts);
        assertThat(executions).as(counts).isGreaterThan(actions.size());
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    /** A key is made anew for each attempt: two certificates for one key were issued for one attempt. */
    private List<String> certificates(String uuid) {
        Map<String, String> serials = new HashMap<>();
        List<String> problems = new ArrayList<>();
        JsonNode items = rest.get("/v1/certificates?pageLimit=100&deviceId=" + uuid)
                .json()
                .path("items");
        for (JsonNode item : items) {
            String serial = item.path("serial").asString();
            String key = ReportedKey.ofCertificate(
                    rest.get("/v1/certificates/" + item.path("id").asString() + "/pem")
                            .body());
            String other = serials.put(key, serial);
            if (other != null) {
                problems.add("issued twice: certificates " + other + " and " + serial + " are for the same key");
            }
        }
        return problems;
    }

    private List<CommandSeen> commands(String uuid) {
        JsonNode items = rest.get("/v1/claimed-devices/" + uuid + "/provisioning?pageLimit=100")
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(CommandSeen::of)
                .toList();
    }
}
