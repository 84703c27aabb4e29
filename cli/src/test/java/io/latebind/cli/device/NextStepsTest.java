package io.latebind.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NextStepsTest {
    private static final JsonNode DEVICE = json("{\"id\":\"50503630\",\"status\":\"PROVISIONING\"}");

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void saysWhoseCertificateADeviceWaitsForAndWhy() {
        List<JsonNode> queue = List.of(
                json("{\"request\":{\"config\":{\"a\":\"b\"}},\"status\":\"SUCCEEDED\"}"),
                json("{\"request\":{\"cloudAccessKeyGeneration\":{\"secTag\":42}},\"status\":\"SUCCEEDED\","
                        + "\"issuance\":{\"state\":\"PENDING\",\"tries\":3,\"problem\":\"the signer is away\"}}"));
        assertThat(NextSteps.of(DEVICE, queue))
                .singleElement()
                .asString()
                .startsWith("Command 2 has made its key, and waits for the certificate: the signer is away.")
                .contains("latebind authorities test");
    }

    @Test
    void saysThatADeviceIsAtWork() {
        JsonNode command = json("{\"request\":{\"config\":{\"a\":\"b\"}},\"status\":\"IN_PROGRESS\"}");
        assertThat(NextSteps.of(DEVICE, List.of(command)))
                .singleElement()
                .asString()
                .contains("latebind watch 50503630");
    }
}
