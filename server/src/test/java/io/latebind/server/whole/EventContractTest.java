package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.event.webhook.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What happens is told: to listeners while it happens, and to webhooks. */
@ExtendWith(SharedService.class)
class EventContractTest {
    private final RunningService service;
    private final ApiClient owner;

    EventContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private static EventListener listen(ApiClient client, TestDevice device) {
        return client.listen("/v1/events?deviceId=" + device.uuid(), Map.of());
    }

    @Test
    void tellsTheWholeLifeOfADevice() {
        TestDevice device = TestDevice.create();
        try (EventListener listener = listen(owner, device)) {
            owner.claim(device, "meters").is(201);
            owner.added(device, RequestSamples.KEY);
            owner.added(device, RequestSamples.FINISHED);
            service.deviceClient(device).provision();
            owner.post(device(device) + "/block").is(204);
            owner.post(device(device) + "/unblock").is(204);
            owner.delete(device(device)).is(204);
            assertThat(listener.namesUpTo("device.unclaimed"))
                    .containsExactly(
                            "device.claimed",
                            "command.added",
                            "command.added",
                            "device.proven",
                            "command.delivered",
                            "command.delivered",
                            "device.status",
                            "command.succeeded",
                            "command.succeeded",
                            "device.status",
                            "device.blocked",
                            "device.status",
                            "device.unblocked",
                            "device.status",
                            "device.unclaimed");
        }
    }

    @Test
    void tellsWhatFailedAndWhy() {
        TestDevice device = owner.claimed();
        String key = owner.added(device, RequestSamples.KEY);
        try (EventListener listener =
                owner.listen("/v1/events?type=device.status,command.failed&deviceId=" + device.uuid(), Map.of())) {
            service.deviceClient(device).fail(523);
            assertThat(listener.next().json().at("/data").toString())
                    .isEqualTo("{\"from\":\"READY\",\"to\":\"PROVISIONING\"}");
            EventListener.Heard failed = listener.next();
            assertThat(failed.name()).isEqualTo("command.failed");
            JsonNode event = failed.json();
            assertThat(event.at("/specversion").stringValue()).isEqualTo("1.0");
            assertThat(event.at("/type").stringValue()).isEqualTo("io.latebind.command.failed");
            assertThat(event.at("/subject").stringValue())
                    .isEqualTo(device.uuid().toString());
            assertThat(event.at("/source").stringValue()).startsWith("/v1/teams/");
            assertThat(event.at("/data/commandId").stringValue()).isEqualTo(key);
            assertThat(event.at("/data/cmeError").intValue()).isEqualTo(523);
            assertThat(event.at("/data/message").stringValue()).isEqualTo("+CME ERROR");
            assertThat(listener.next().json().at("/data/to").stringValue()).isEqualTo("ERROR");
        }
    }

    @Test
    void tellsThatADeviceWasTurnedAway() {
        TestDevice device = owner.claimed();
        try (EventListener listener = listen(owner, device)) {
            TestDevice impostor = TestDevice.withUuid(device.uuid());
            assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode())
                    .isEqualTo(403);
            EventListener.Heard refused = listener.next();
            assertThat(refused.name()).isEqualTo("device.refused");
            assertThat(refused.json().at("/data/reason").stringValue()).contains("refused");
        }
    }

    @Test
    void hidesTheStatusBeneathABlock() {
        TestDevice device = owner.claimed();
        owner.added(device, RequestSamples.FINISHED);
        List<io.latebind.contract.device.DeviceResponse> answers =
                DeviceClient.successes(service.deviceClient(device).fetch());
        owner.post(device(device) + "/block").is(204);
        try (EventListener listener = listen(owner, device)) {
            service.deviceClient(device).report(answers);
            owner.post(device(device) + "/unblock").is(204);
            assertThat(listener.namesUpTo("device.unblocked")).containsExactly("command.succeeded", "device.unblocked");
            assertThat(listener.next().json().at("/data").toString())
                    .isEqualTo("{\"from\":\"BLOCKED\",\"to\":\"PROVISIONED\"}");
        }
    }

    @Test
    void goesOnWhereAListenerStopped() {
        TestDevice device = owner.claimed();
        String last;
        try (EventListener listener = listen(owner, device)) {
            owner.post(device(device) + "/block").is(204);
            last = listener.next().id();
        }
        owner.post(device(device) + "/unblock").is(204);
        try (EventListener again =
                owner.listen("/v1/events?deviceId=" + device.uuid(), Map.of("Last-Event-ID", last))) {
            assertThat(again.namesUpTo("device.unblocked")).containsExactly("device.status", "device.unblocked");
        }
        try (EventListener again =
                owner.listen("/v1/events?deviceId=" + device.uuid() + "&lastEventId=" + last, Map.of())) {
            assertThat(again.next().name()).isEqualTo("device.status");
        }
        try (EventListener lost = owner.listen("/v1/events", Map.of("Last-Event-ID", "999999999999-1"))) {
            EventListener.Heard gap = lost.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.json().get("message").stringValue()).contains("read the devices again");
        }
    }

    @Test
    void tellsViewersAndEditorsOnlyOfWhatTheySee() {
        ApiClient editor = service.newMember(owner, "editor");
        TestDevice hidden = owner.claimed();
        TestDevice open = editor.claimed();
        ApiClient viewer = service.newMember(owner, "viewer");
        ApiClient otherOwner = service.newTeam();
        try (EventListener listener = viewer.listen("/v1/events", Map.of());
                EventListener stranger = otherOwner.listen("/v1/events?type=device.*", Map.of())) {
            owner.post("/v1/api-keys", "{\"name\":\"robot\"}").is(201);
            owner.post(device(hidden) + "/block").is(204);
            owner.delete(device(hidden)).is(204);
            owner.post(device(open) + "/block").is(204);
            owner.delete(device(open)).is(204);
            assertThat(listener.namesUpTo("device.unclaimed"))
                    .containsExactly("device.blocked", "device.status", "device.unclaimed");
            TestDevice theirs = otherOwner.claimed();
            assertThat(stranger.next().json().get("subject").stringValue())
                    .isEqualTo(theirs.uuid().toString());
        }
    }

    @Test
    void showsNoSecret() {
        TestDevice device = owner.claimed();
        String secret = "00112233445566778899aabbccddeeff";
        try (EventListener listener = listen(owner, device)) {
            String psk = owner.added(device, RequestSamples.psk(secret));
            owner.post(queue(device) + "/" + psk + "/skip").is(200);
            StringBuilder all = new StringBuilder();
            EventListener.Heard heard;
            do {
                heard = listener.next();
                all.append(heard.data());
            } while (!heard.name().equals("command.skipped"));
            assertThat(all.toString()).contains("preSharedKey").doesNotContain(secret);
        }
    }

    @Test
    void refusesFiltersThatNameNothing() {
        assertThat(owner.get("/v1/events?type=device.eaten&deviceId=7&lastEventId=yesterday")
                        .isProblem(40003)
                        .message())
                .contains("device.eaten", "device.*", "deviceId", "yesterday");
    }

    @Test
    void letsOneKeyListenOnlySoOften() {
        List<EventListener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                listeners.add(owner.listen("/v1/events", Map.of()));
            }
            assertThat(owner.get("/v1/events").isProblem(42900).message()).contains("16 times");
        } finally {
            listeners.forEach(EventListener::close);
        }
    }

    @Test
    void sendsWhatHappensToAWebhook() {
        try (Receiver receiver = new Receiver()) {
            Answer made = owner.post(
                            "/v1/webhooks",
                            "{\"url\":\"" + receiver.url()
                                    + "\",\"types\":[\"device.claimed\",\"device.status\"],\"tags\":[\"meters\"],\"description\":\"d\"}")
                    .is(201);
            assertThat(made.text("/secret")).startsWith("whsec_");
            assertThat(made.text("/warnings/0")).contains("https://");
            String webhook = "/v1/webhooks/" + made.id();
            assertThat(owner.get(webhook).is(200).body()).doesNotContain("whsec_");
            owner.claimed("other");
            TestDevice device = owner.claimed("meters");
            Receiver.Got got = receiver.next();
            assertThat(got.text()).contains(device.uuid().toString(), "io.latebind.device.claimed");
            assertThat(got.header("webhook-signature")).startsWith("v1,");
            String delivery = got.header("webhook-id");
            Answer listed = owner.get(webhook + "/deliveries").is(200);
            assertThat(listed.ids()).containsExactly(delivery);
            String test = owner.post(webhook + "/test").is(202).text("/deliveryId");
            assertThat(receiver.next().header("webhook-id")).isEqualTo(test);
            assertThat(owner.call("PATCH", webhook, java.util.Optional.of("{\"active\":false,\"description\":\"\"}"))
                            .is(200)
                            .json()
                            .has("description"))
                    .isFalse();
            owner.post(webhook + "/replay").isProblem(40900);
            owner.post(webhook + "/deliveries/" + UUID.randomUUID() + "/replay").isProblem(40900);
            owner.post(webhook + "/rotate", "{\"overlapSeconds\":60}").is(201);
            owner.delete(webhook).is(204);
            owner.get(webhook).isProblem(40400);
        }
    }

    @Test
    void refusesBadWebhooksWithEverythingThatIsWrong() {
        assertThat(owner.post("/v1/webhooks", "{\"url\":5,\"types\":[\"device.eaten\"],\"tags\":[\"\"],\"typ\":1}")
                        .isProblem(40002)
                        .message())
                .contains("/url must be a text", "/types holds a type", "/tags holds", "did you mean types?");
        for (String url : List.of(
                "ftp://example.com/", "http://user:secret-word@127.0.0.1/", "http://169.254.169.254/", "nowhere")) {
            Answer refused =
                    owner.post("/v1/webhooks", "{\"url\":\"" + url + "\"}").isProblem(40002);
            assertThat(refused.message()).contains("/url ").doesNotContain("secret-word");
        }
    }
}
