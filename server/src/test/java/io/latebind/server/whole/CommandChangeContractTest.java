package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.TestDevice;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Changing a command that is in a queue (specification 2, 4, 7). */
@ExtendWith(SharedService.class)
class CommandChangeContractTest {
    private static final String OLD = "0011223344556677";
    private static final String NEW = "8899aabbccddeeff";
    private static final String PSK_WITHOUT_SECRET = "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"meter-1\"}}";

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;

    CommandChangeContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
        device = owner.claimed();
    }

    private Answer patch(String command, String request) {
        return owner.patch(queue(device) + "/" + command, "{\"request\":" + request + "}");
    }

    private String status(String command) {
        return owner.status(device, command);
    }

    /** What the device gets when it comes next, as text. */
    private String delivered() {
        return service.deviceClient(device).fetch().stream()
                .filter(DeviceCommand.AtCommand.class::isInstance)
                .map(each -> ((DeviceCommand.AtCommand) each).parameters())
                .toList()
                .toString();
    }

    @Test
    void deliversWhatWasChangedLast() {
        String config = owner.added(device, "{\"config\":{\"a\":\"1\",\"b\":\"2\"}}");
        String psk = owner.added(device, RequestSamples.psk(OLD));
        String created = owner.command(device, config).text("/createdAt");
        Answer changed = owner.patch(
                        queue(device) + "/" + config,
                        "{\"description\":\"new\",\"request\":{\"config\":{\"z\":\"3\",\"a\":\"1\"}}}")
                .is(200);
        assertThat(changed.json().get("request").toString()).isEqualTo("{\"config\":{\"z\":\"3\",\"a\":\"1\"}}");
        assertThat(changed.text("/description")).isEqualTo("new");
        assertThat(changed.text("/status")).isEqualTo("PENDING");
        assertThat(changed.text("/createdAt")).isEqualTo(created);
        assertThat(owner.command(device, config).json()).isEqualTo(changed.json());
        patch(psk, RequestSamples.psk(NEW)).is(200);
        assertThat(owner.get(queue(device)).ids()).containsExactly(config, psk);
        assertThat(delivered()).contains(NEW).doesNotContain(OLD);
    }

    @Test
    void keepsTheStoredSecretWhenThereIsNoneInTheChange() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        Answer changed = patch(psk, "{\"preSharedKey\":{\"secTag\":10,\"identity\":\"meter-2\"}}")
                .is(200);
        assertThat(changed.body()).doesNotContain(OLD);
        String key =
                owner.added(device, RequestSamples.clientPrivateKey(PemSamples.ENCRYPTED_KEY, PemSamples.PASSWORD));
        patch(key, "{\"clientPrivateKey\":{\"secTag\":8}}").is(200);
        String sent = delivered();
        assertThat(sent).contains(OLD, "meter-2", PemSamples.PASSWORD, PemSamples.ENCRYPTED_KEY.strip());
        assertThat(sent).contains("0,8,2,").doesNotContain("meter-1", "0,7,2,");
    }

    @Test
    void changesTheDescriptionAloneAndTakesItAway() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        String path = queue(device) + "/" + psk;
        assertThat(owner.patch(path, "{\"description\":\"for the yard\"}")
                        .is(200)
                        .text("/description"))
                .isEqualTo("for the yard");
        assertThat(owner.patch(path, "{\"description\":\"\"}").is(200).json().has("description"))
                .isFalse();
        assertThat(delivered()).contains(OLD);
    }

    @Test
    void changesNothingThatIsOnItsWayOrWasExecuted() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        service.deviceClient(device).fetch();
        Map<String, String> before = service.rows.everything();
        assertThat(patch(psk, RequestSamples.psk(NEW)).isProblem(40900).message())
                .contains(psk, "IN_PROGRESS", "skip it first");
        assertThat(service.rows.everything()).isEqualTo(before);
        service.deviceClient(device).provision();
        assertThat(status(psk)).isEqualTo("SUCCEEDED");
        before = service.rows.everything();
        for (String request : List.of(
                PSK_WITHOUT_SECRET,
                "{\"preSharedKey\":{\"secTag\":10,\"identity\":\"meter-1\",\"secret\":\"" + NEW + "\"}}")) {
            assertThat(patch(psk, request).isProblem(40900).message())
                    .contains(psk, "SUCCEEDED", "only a secret that was erased can be put back");
        }
        owner.patch(queue(device) + "/" + psk, "{\"description\":\"x\"}").isProblem(40900);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void putsAnErasedSecretBackForAResetAndErasesItAgain() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        service.deviceClient(device).provision();
        String path = queue(device) + "/" + psk;
        assertThat(owner.post(path + "/reset").isProblem(40902).message()).contains(psk, "PATCH the secret first");
        assertThat(owner.post(queue(device) + "/reset").isProblem(40902).message())
                .contains(psk, "PATCH the secret first");
        Answer back = patch(psk, RequestSamples.psk(NEW)).is(200);
        assertThat(back.text("/status")).isEqualTo("SUCCEEDED");
        assertThat(back.body()).doesNotContain(NEW);
        assertThat(owner.status(device)).isEqualTo("AWAITING");
        patch(psk, RequestSamples.psk(OLD)).isProblem(40900);
        owner.post(path + "/reset").is(200);
        assertThat(delivered()).contains(NEW);
        service.deviceClient(device).provision();
        assertThat(status(psk)).isEqualTo("SUCCEEDED");
        assertThat(stored(psk)).isEqualTo("null");
        owner.post(path + "/reset").isProblem(40902);
    }

    @Test
    void keepsNoSecretOfACommandThatIsDeletedAfterItWasPutBack() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        service.deviceClient(device).provision();
        patch(psk, RequestSamples.psk(NEW)).is(200);
        assertThat(stored(psk)).isNotEqualTo("null");
        owner.delete(queue(device) + "/" + psk).is(204);
        assertThat(stored(psk)).isEqualTo("null");
    }

    private String stored(String command) {
        return service.rows.value(
                "SELECT encode(secret, 'hex') FROM provisioning_command WHERE id = ?", UUID.fromString(command));
    }

    @Test
    void changesASkippedCommandWithItsSecretOrWithout() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        String path = queue(device) + "/" + psk;
        owner.post(path + "/skip").is(200);
        assertThat(patch(psk, "{\"preSharedKey\":{\"secTag\":4,\"identity\":\"meter-4\"}}")
                        .is(200)
                        .text("/status"))
                .isEqualTo("SKIPPED");
        owner.post(path + "/reset").isProblem(40902);
        patch(psk, RequestSamples.psk(NEW)).is(200);
        owner.post(path + "/reset").is(200);
        assertThat(delivered()).contains(NEW, "meter-1");
    }

    @Test
    void changesAFailedCommandSoThatAResetSendsItAnew() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        service.deviceClient(device).fail(527);
        assertThat(status(psk)).isEqualTo("FAILED");
        assertThat(patch(psk, RequestSamples.psk(NEW)).is(200).text("/status")).isEqualTo("FAILED");
        assertThat(owner.status(device)).isEqualTo("ERROR");
        owner.post(queue(device) + "/" + psk + "/reset").is(200);
        assertThat(delivered()).contains(NEW);
    }

    @Test
    void refusesAnotherTypeAndBadFieldsLikeACreation() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        String path = queue(device) + "/" + psk;
        Map<String, String> before = service.rows.everything();
        Answer other = patch(psk, RequestSamples.CONFIG).isProblem(40002);
        assertThat(other.message()).contains("preSharedKey", "config", "delete it and add another");
        assertThat(other.text("/errors/0/pointer")).isEqualTo("/request/config");
        assertThat(patch(psk, RequestSamples.psk("123")).isProblem(40002).text("/errors/0/pointer"))
                .isEqualTo("/request/preSharedKey/secret");
        patch(psk, "{\"preSharedKey\":{\"identity\":\"meter-1\"}}").isProblem(40002);
        patch(psk, "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"a\",\"sekret\":\"00\"}}")
                .isProblem(40002);
        patch(psk, "{\"cloudAccessKeyGeneration\":{\"secTag\":1}}").isProblem(40002);
        assertThat(owner.patch(path, "{}").isProblem(40002).message()).contains("Nothing is to be changed");
        assertThat(owner.patch(path, "{\"descripton\":\"x\"}").isProblem(40002).message())
                .contains("did you mean description?");
        owner.patch(queue(device) + "/" + UUID.randomUUID(), "{\"description\":\"x\"}")
                .isProblem(40400);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void refusesAPasswordWithoutItsKeyAndAKeyWithoutItsPassword() {
        String key =
                owner.added(device, RequestSamples.clientPrivateKey(PemSamples.ENCRYPTED_KEY, PemSamples.PASSWORD));
        Answer alone = patch(key, "{\"clientPrivateKey\":{\"secTag\":7,\"password\":\"other\"}}")
                .isProblem(40002);
        assertThat(alone.text("/errors/0/pointer")).isEqualTo("/request/clientPrivateKey/content");
        Answer content = patch(
                        key,
                        "{\"clientPrivateKey\":{\"secTag\":7,\"content\":\"" + PemSamples.json(PemSamples.ENCRYPTED_KEY)
                                + "\"}}")
                .isProblem(40002);
        assertThat(content.text("/errors/0/pointer")).isEqualTo("/request/clientPrivateKey/password");
    }

    @Test
    void warnsAnew() {
        String many = PemSamples.CERTIFICATE.repeat(5);
        Answer created = owner.add(device, RequestSamples.certificate("serverCertificate", many))
                .is(201);
        assertThat(created.text("/warnings/0")).contains("1791");
        assertThat(patch(created.id(), RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE))
                        .is(200)
                        .json()
                        .has("warnings"))
                .isFalse();
        assertThat(patch(created.id(), RequestSamples.certificate("serverCertificate", many))
                        .is(200)
                        .text("/warnings/0"))
                .isEqualTo(created.text("/warnings/0"));
    }

    @Test
    void recordsWhatItWasAndWhatItIsAndNoSecret() {
        String psk = owner.added(device, RequestSamples.psk(OLD));
        patch(psk, "{\"preSharedKey\":{\"secTag\":4,\"identity\":\"meter-4\",\"secret\":\"" + NEW + "\"}}")
                .is(200);
        Answer events = owner.get("/v1/audit-events?action=command.changed&subject=" + psk)
                .is(200);
        JsonNode event = events.json().at("/items/0");
        assertThat(event.at("/before/request/preSharedKey/identity").stringValue())
                .isEqualTo("meter-1");
        assertThat(event.at("/after/request/preSharedKey/identity").stringValue())
                .isEqualTo("meter-4");
        assertThat(event.at("/after/secret").stringValue()).isEqualTo("stored");
        assertThat(events.body()).doesNotContain(OLD, NEW);
    }
}
