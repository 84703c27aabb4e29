package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A device's history as a key sees it, oldest first. */
record HistoryLines(List<JsonNode> lines) {
    static HistoryLines of(ApiClient reader, TestDevice device) {
        return of(reader, device, "");
    }

    static HistoryLines of(ApiClient reader, TestDevice device, String filter) {
        Answer answer = reader.get(ApiClient.device(device) + "/history?pageLimit=100" + filter)
                .is(200);
        return new HistoryLines(answer.json().get("items").valueStream().toList());
    }

    List<String> kinds() {
        return lines.stream().map(line -> line.get("kind").stringValue()).toList();
    }

    /** The one line of this kind. */
    JsonNode only(String kind) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.get("kind").stringValue().equals(kind))
                .toList();
        assertThat(found).as("lines of kind %s in %s", kind, kinds()).hasSize(1);
        return found.getFirst();
    }

    String text(String kind) {
        return only(kind).get("text").stringValue();
    }

    String advice(String kind) {
        return only(kind).get("advice").stringValue();
    }
}
