package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static io.latebind.server.whole.RequestSamples.FINISHED;
import static io.latebind.server.whole.RequestSamples.KEY;
import static io.latebind.server.whole.RequestSamples.PSK;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Provisioning commands of every type, from creation to deletion (specification 2, 4, 7). */
@ExtendWith(SharedService.class)
class CommandContractTest {
    private final RunningService service;
    private final ApiClient owner;

    CommandContractTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    @Test
    void createsListsFetchesAndExecutesEveryType() {
        TestDevice device = owner.claimed();
        Map<String, String> requests = RequestSamples.everyType();
        List<String> ids = new ArrayList<>();
        requests.forEach((type, request) -> {
            Answer created = owner.post(
                            queue(device), "{\"description\":\"a " + type + " ✓\",\"request\":" + request + "}")
                    .is(201);
            assertThat(created.json().get("request").propertyNames()).containsExactly(type);
            assertThat(created.text("/status")).isEqualTo("PENDING");
            assertThat(created.text("/description")).isEqualTo("a " + type + " ✓");
            assertThat(created.json().get("attempts").intValue()).isZero();
            assertThat(created.json().has("response")).isFalse();
            assertThat(owner.command(device, created.id()).is(200).json()).isEqualTo(created.json());
            ids.add(created.id());
        });
        Answer list = owner.get(queue(device)).is(200);
        assertThat(list.ids()).isEqualTo(ids);
        assertThat(list.json().get("total").intValue()).isEqualTo(requests.size());

        service.deviceClient(device).provision();
        for (JsonNode command : owner.get(queue(device)).is(200).json().get("items")) {
            assertThat(command.get("status").stringValue()).isEqualTo("SUCCEEDED");
            assertThat(command.get("response").propertyNames())
                    .containsExactlyElementsOf(command.get("request").propertyNames());
            assertThat(command.get("attempts").intValue()).isEqualTo(1);
        }
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        assertThat(owner.command(device, ids.get(1)).text("/response/certificateSigningRequest/message"))
                .isEqualTo("AAAA.BBBB");
    }

    @Test
    void pagesTheQueueInItsOrderAndBack() {
        TestDevice device = owner.claimed();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(owner.added(device, PSK));
        }
        for (String sort : List.of("asc", "desc")) {
            List<String> seen = new ArrayList<>();
            String token = "";
            for (int page = 0; page < 3; page++) {
                Answer answer = owner.get(queue(device) + "?pageLimit=2&pageSort=" + sort + "&pageNextToken=" + token)
                        .is(200);
                seen.addAll(answer.ids());
                token = answer.text("/pageNextToken");
            }
            assertThat(token).isEmpty();
            assertThat(seen).isEqualTo(sort.equals("asc") ? ids : ids.reversed());
        }
    }

    @Test
    void refusesTheTwentyFirstCommandAndSaysHowManyCouldGo() {
        TestDevice device = owner.claimed();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(owner.added(device, FINISHED));
        }
        owner.post(queue(device) + "/" + ids.getFirst() + "/skip").is(200);
        assertThat(owner.add(device, FINISHED).isProblem(40000).message()).contains("20", "1 of them");
        owner.delete(queue(device) + "/" + ids.getFirst()).is(204);
        owner.add(device, FINISHED).is(201);
        owner.add(device, FINISHED).isProblem(40000);
    }

    @Test
    void warnsOfAnAtCommandThatAnOrdinaryDeviceCannotHold() {
        TestDevice device = owner.claimed();
        String many = PemSamples.CERTIFICATE.repeat(5);
        Answer created = owner.add(device, RequestSamples.certificate("serverCertificate", many))
                .is(201);
        assertThat(created.text("/warnings/0")).contains("1791");
        assertThat(owner.command(device, created.id()).text("/warnings/0")).isEqualTo(created.text("/warnings/0"));
    }

    @Test
    void deletesSkipsAndResetsAndNamesTheStatusWhereItMayNot() {
        TestDevice device = owner.claimed();
        DeviceClient client = service.deviceClient(device);
        String key = owner.added(device, KEY);
        String path = queue(device) + "/" + key;
        assertThat(owner.post(path + "/reset").isProblem(40900).message()).contains(key, "PENDING");

        client.fetch();
        assertThat(owner.delete(path).isProblem(40900).message()).contains(key, "IN_PROGRESS", "skip it first");
        assertThat(owner.post(path + "/reset").is(200).text("/status")).isEqualTo("PENDING");
        assertThat(owner.post(path + "/skip").is(200).text("/status")).isEqualTo("SKIPPED");
        assertThat(owner.post(path + "/skip").isProblem(40900).message()).contains(key, "SKIPPED");
        assertThat(owner.post(path + "/reset").is(200).text("/status")).isEqualTo("PENDING");

        client.provision();
        assertThat(owner.post(path + "/skip").isProblem(40900).message()).contains("SUCCEEDED");
        Answer reset = owner.post(path + "/reset").is(200);
        assertThat(reset.json().has("response")).isFalse();
        client.fail(519);
        assertThat(owner.command(device, key).text("/response/error/cmeError")).isEqualTo("519");
        owner.delete(path).is(204);
        owner.get(path).isProblem(40400);
        for (Answer gone : List.of(owner.delete(path), owner.post(path + "/skip"), owner.post(path + "/reset"))) {
            assertThat(gone.isProblem(40400).message()).contains(key);
        }
    }

    @Test
    void deletesWhatHasEnded() {
        TestDevice device = owner.claimed();
        String done = owner.added(device, KEY);
        service.deviceClient(device).provision();
        owner.delete(queue(device) + "/" + done).is(204);
        assertThat(owner.get(queue(device)).is(200).ids()).isEmpty();
        owner.get(queue(device) + "/" + done).isProblem(40400);
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    @Test
    void resetsTheWholeQueueAndStopsBeforeACertificateOfAnOldKey() {
        TestDevice device = owner.claimed();
        String reset = queue(device) + "/reset";
        owner.add(device, "{\"clientPrivateKeyGeneration\":{\"secTag\":2147483647}}")
                .is(201);
        String certificate =
                owner.added(device, RequestSamples.certificate("clientCertificate", PemSamples.CERTIFICATE));
        service.deviceClient(device).provision();
        assertThat(owner.post(reset).isProblem(40903).message()).contains(certificate, "?force=true");
        owner.post(reset + "?force=perhaps").isProblem(40003);
        assertThat(owner.status(device, certificate)).isEqualTo("SUCCEEDED");
        owner.post(reset + "?force=true").is(202);
        assertThat(owner.status(device, certificate)).isEqualTo("PENDING");
        assertThat(owner.status(device)).isEqualTo("READY");
    }

    @Test
    void discardsWhatHasNotEnded() {
        TestDevice device = owner.claimed();
        DeviceClient client = service.deviceClient(device);
        String done = owner.added(device, KEY);
        client.provision();
        owner.added(device, KEY);
        client.fail(520);
        owner.added(device, FINISHED);
        owner.post(queue(device) + "/discard").is(204);
        assertThat(owner.get(queue(device)).ids()).containsExactly(done);
        owner.post(queue(device) + "/discard").is(204);
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    @Test
    void knowsNoCommandOfAnotherDevice() {
        TestDevice device = owner.claimed();
        String command = owner.added(owner.claimed(), KEY);
        owner.command(device, command).isProblem(40400);
        owner.delete(queue(device) + "/" + command).isProblem(40400);
        owner.command(device, UUID.randomUUID().toString()).isProblem(40400);
    }
}
