package io.latebind.cli.device;

import io.latebind.cli.command.RequestText;
import io.latebind.cli.command.ResultText;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What a user does next with a device in this state. */
final class NextSteps {
    private NextSteps() {}

    /** @param queue the device's commands in order */
    static List<String> of(JsonNode device, List<JsonNode> queue) {
        String id = Cells.text(device, "id");
        return switch (Cells.text(device, "status")) {
            case "READY" -> ready(id, device, queue);
            case "PROVISIONING" -> provisioning(id, queue);
            case "AWAITING" -> awaiting(id, queue);
            case "ERROR" -> error(id, queue);
            case "BLOCKED" ->
                List.of("It gets nothing until `latebind devices unblock " + id + "`; `latebind devices history " + id
                        + "` tells when it was blocked.");
            case "PROVISIONED" ->
                List.of("Everything was carried out. Commands that are added now make it READY again.");
            default -> List.of();
        };
    }

    private static List<String> ready(String id, JsonNode device, List<JsonNode> queue) {
        List<String> steps = new ArrayList<>();
        if (queue.isEmpty()) {
            steps.add("Say what it shall hold: `latebind commands add " + id
                    + " key --sec-tag 42 finished`; or bind a rule to one"
                    + " of its tags, and `latebind rules preview " + id + "` shows what it will get.");
        } else if (queue.stream().noneMatch(NextSteps::isFinished)) {
            steps.add("Nothing says that this is all: `latebind commands add " + id
                    + " finished` makes it PROVISIONED at the end (rules do so by themselves).");
        }
        steps.add(
                device.has("lastSeenAt")
                        ? "It gets its commands at its next visit. `latebind watch " + id + "` waits for it."
                        : "It has not been here yet. It gets its commands when it connects; `latebind watch " + id
                                + "` waits for it. Real devices ask once a day: a reboot hurries one up.");
        return steps;
    }

    private static List<String> provisioning(String id, List<JsonNode> queue) {
        List<String> steps = new ArrayList<>();
        for (int place : places(queue)) {
            JsonNode problem = queue.get(place - 1).path("issuance").path("problem");
            if (problem.isString()) {
                steps.add("Command " + place + " has made its key, and waits for the certificate: "
                        + problem.stringValue() + ". The service asks again by itself, every minute at the latest;"
                        + " `latebind authorities test NAME` tries the way to a signer.");
            }
        }
        return steps.isEmpty()
                ? List.of("It is executing its commands. `latebind watch " + id + "` follows it to the end.")
                : steps;
    }

    private static List<String> awaiting(String id, List<JsonNode> queue) {
        List<String> steps = new ArrayList<>();
        for (int place : places(queue)) {
            JsonNode command = queue.get(place - 1);
            if (RequestText.type(command.path("request")).equals("certificateSigningRequest")
                    && ResultText.message(command).isPresent()) {
                steps.add("Sign its certificate request: `latebind commands show " + id + " " + place
                        + " --pem > device.csr`; then `latebind commands add " + id + " client-cert --sec-tag "
                        + secTag(command) + " --file device.pem finished`.");
            }
        }
        if (steps.isEmpty()) {
            steps.add("It did all it was told, and waits for more: `latebind commands add " + id
                    + " finished` says that this was all.");
        }
        return steps;
    }

    private static List<String> error(String id, List<JsonNode> queue) {
        List<String> steps = new ArrayList<>();
        for (int place : places(queue)) {
            JsonNode command = queue.get(place - 1);
            if (Cells.text(command, "status").equals("FAILED")) {
                steps.add("Command " + place + " (" + RequestText.of(command.path("request")) + ") failed: "
                        + ResultText.of(command) + ". Nothing more is sent until you decide:");
                steps.add("  try again:       latebind commands reset " + id + " " + place);
                steps.add("  go on without:   latebind commands skip " + id + " " + place);
                steps.add("  change it first: latebind commands change " + id + " " + place + " --request FILE");
            }
        }
        steps.add("`latebind devices history " + id + "` tells what happened before.");
        return steps;
    }

    private static int[] places(List<JsonNode> queue) {
        return IntStream.rangeClosed(1, queue.size()).toArray();
    }

    private static String secTag(JsonNode command) {
        return command.path("request")
                .path("certificateSigningRequest")
                .path("secTag")
                .asString("42");
    }

    private static boolean isFinished(JsonNode command) {
        return RequestText.type(command.path("request")).equals("finished");
    }
}
