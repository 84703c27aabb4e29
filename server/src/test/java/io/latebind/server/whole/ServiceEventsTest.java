package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.RuleSamples.RULES;
import static io.latebind.server.whole.RuleSamples.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What the service tells of its own accord: nobody did it in this moment. */
@ExtendWith(SharedService.class)
class ServiceEventsTest {
    private final RunningService service;
    private final ApiClient team;

    ServiceEventsTest(RunningService service) {
        this.service = service;
        team = service.newTeam();
    }

    private EventListener listen(String type) {
        return team.listen("/v1/events?type=" + type, Map.of());
    }

    @Test
    void tellsThatABulkOperationHasEnded() {
        try (EventListener listener = listen("bulk.finished")) {
            String csv = "\"" + TestDevice.create().attestationToken() + "\"\nnonsense\n";
            String id = team.post(DEVICES + "/bulk", csv.getBytes(StandardCharsets.UTF_8), "text/csv")
                    .is(202)
                    .text("/bulkOpsRequestId");
            JsonNode told = listener.next().json();
            assertThat(told.get("subject").stringValue()).isEqualTo(id);
            assertThat(told.at("/data/total").intValue()).isEqualTo(2);
            assertThat(told.at("/data/failed").intValue()).isEqualTo(1);
            assertThat(told.at("/data/dryRun").booleanValue()).isFalse();
        }
    }

    @Test
    void tellsOnceThatARuleWaitsForRoom() {
        TestDevice device = team.claimed("crowded");
        for (int i = 0; i < 20; i++) {
            team.added(device, RequestSamples.CONFIG);
        }
        team.post(
                        RULES,
                        rule(
                                "large",
                                "crowded",
                                Collections.nCopies(2, RequestSamples.KEY).toArray(String[]::new)))
                .is(201);
        try (EventListener listener = listen("rule.waiting&type=device.blocked")) {
            DeviceClient client = service.deviceClient(device);
            client.fetch();
            client.fetch();
            JsonNode told = listener.next().json();
            assertThat(told.get("type").stringValue()).endsWith("rule.waiting");
            assertThat(told.get("subject").stringValue())
                    .isEqualTo(device.uuid().toString());
            assertThat(told.at("/data/message").stringValue()).contains("large", "room for 0");
            team.post(ApiClient.device(device) + "/block").is(204);
            assertThat(listener.next().name()).isEqualTo("device.blocked");
        }
    }

    @Test
    void tellsTheHolderThatTheRegistryContradictsItsClaim() {
        TestDevice impostor = team.claimed();
        team.added(impostor, RequestSamples.KEY);
        service.deviceClient(impostor).fetch();
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        try (EventListener listener = listen("identity.contradicted")) {
            service.owner.post("/v1/identities", RouteSamples.identity(genuine)).is(200);
            JsonNode told = listener.next().json();
            assertThat(told.get("subject").stringValue())
                    .isEqualTo(impostor.uuid().toString());
            assertThat(told.at("/data/reason").stringValue())
                    .contains(genuine.publicKey().kid());
        }
    }
}
