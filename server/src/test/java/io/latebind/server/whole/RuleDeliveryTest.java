package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static io.latebind.server.whole.RequestSamples.CONFIG;
import static io.latebind.server.whole.RequestSamples.FINISHED;
import static io.latebind.server.whole.RequestSamples.KEY;
import static io.latebind.server.whole.RuleSamples.RULES;
import static io.latebind.server.whole.RuleSamples.commands;
import static io.latebind.server.whole.RuleSamples.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What devices get of provisioning rules, and when (specification 4.1, 7.2). */
@ExtendWith(SharedService.class)
class RuleDeliveryTest {
    private static final String CSR =
            "{\"certificateSigningRequest\":{\"secTag\":16842753,\"attributes\":\"\",\"keyUsage\":\"101010000\"}}";

    private final RunningService service;
    private final ApiClient owner;

    RuleDeliveryTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private static String path(String rule) {
        return RULES + "/" + rule;
    }

    private String made(String body) {
        return owner.post(RULES, body).is(201).id();
    }

    private Answer patch(String rule, String body) {
        return owner.call("PATCH", path(rule), Optional.of(body));
    }

    private List<String> types(TestDevice device) {
        List<String> types = new ArrayList<>();
        for (JsonNode command :
                owner.get(queue(device) + "?pageLimit=100").is(200).json().get("items")) {
            types.addAll(command.get("request").propertyNames());
        }
        return types;
    }

    private static List<String> parameters(List<DeviceCommand> batch) {
        List<String> parameters = new ArrayList<>();
        for (DeviceCommand command : batch) {
            if (command instanceof DeviceCommand.AtCommand at) {
                parameters.add(at.parameters());
            }
        }
        return parameters;
    }

    private long history(TestDevice device, String kind) {
        return Long.parseLong(service.rows.value(
                "SELECT count(*) FROM device_history WHERE device_uuid = ? AND kind = ?",
                device.uuid().value(),
                kind));
    }

    /** As the vendor's onboarding scripts make their rule, and as its device goes through it. */
    @Test
    void onboardsADeviceWithoutAnExplicitFinished() {
        String body =
                "{\"name\":\"nRF Cloud Onboarding\",\"description\":\"Onboards devices\",\"tags\":[\"nrf-cloud-onboarding\"],"
                        + "\"commands\":[{\"description\":\"Key and CSR\",\"request\":" + CSR + "},"
                        + "{\"description\":\"Root CA\",\"request\":"
                        + RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE) + "}]}";
        Answer rule = owner.post(RULES, body).is(201);
        assertThat(rule.json().get("active").booleanValue()).isTrue();
        assertThat(rule.text("/version")).isEqualTo("1");
        assertThat(rule.text("/commands/1/description")).isEqualTo("Root CA");

        TestDevice device = owner.claimed("nrf-cloud-onboarding");
        assertThat(owner.status(device)).isEqualTo("READY");
        assertThat(types(device)).isEmpty();

        DeviceClient client = service.deviceClient(device);
        List<DeviceCommand> batch = client.fetch();
        assertThat(batch.getLast()).isInstanceOf(DeviceCommand.FinishedCommand.class);
        assertThat(owner.status(device)).isEqualTo("PROVISIONING");
        client.report(DeviceClient.successes(batch));
        assertThat(client.fetch()).isEmpty();

        assertThat(types(device)).containsExactly("certificateSigningRequest", "serverCertificate");
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        JsonNode first = owner.get(queue(device)).json().at("/items/0");
        assertThat(first.get("createdBy").stringValue()).isEqualTo("rule nRF Cloud Onboarding v1");
        assertThat(first.at("/rule/id").stringValue()).isEqualTo(rule.id());
        assertThat(first.get("description").stringValue()).isEqualTo("Key and CSR");
        assertThat(owner.get(path(rule.id())).is(200).json().get("devices").intValue())
                .isEqualTo(1);
        assertThat(history(device, "RULE_APPLIED")).isEqualTo(1);
    }

    @Test
    void hidesTheImplicitFinishedFromUsers() {
        made(rule("hidden", "t", KEY));
        TestDevice device = owner.claimed("t");
        List<DeviceCommand> batch = service.deviceClient(device).fetch();
        String id = batch.getLast().correlation().substring(0, 36);
        assertThat(owner.get(queue(device)).json().get("total").intValue()).isEqualTo(1);
        owner.command(device, id).isProblem(40400);
        owner.post(queue(device) + "/" + id + "/skip").isProblem(40400);
        owner.post(queue(device) + "/" + id + "/reset").isProblem(40400);
        owner.delete(queue(device) + "/" + id).isProblem(40400);
    }

    @Test
    void addsItsCommandsOnceAndInTheOrderOfTheRules() {
        made(rule("first", "t", KEY));
        made(rule("second", "u", CONFIG));
        made(rule("of nobody here", "v", KEY));
        TestDevice device = owner.claimed("u", "t");
        owner.added(device, RequestSamples.PSK);
        DeviceClient client = service.deviceClient(device);
        client.provision();
        client.provision();
        assertThat(types(device)).containsExactly("preSharedKey", "clientPrivateKeyGeneration", "config");
    }

    @Test
    void reachesADeviceThatIsProvisionedAlready() {
        TestDevice device = owner.claimed("t");
        owner.added(device, FINISHED);
        DeviceClient client = service.deviceClient(device);
        client.provision();
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        made(rule("late", "t", KEY));
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        client.provision();
        assertThat(types(device)).containsExactly("finished", "clientPrivateKeyGeneration");
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
    }

    @Test
    void leavesDevicesInErrorAndBlockedOnesAlone() {
        made(rule("r", "t", KEY));
        TestDevice blocked = owner.claimed("t");
        owner.post(ApiClient.device(blocked) + "/block").is(204);
        assertThat(service.deviceClient(blocked).fetch()).isEmpty();
        assertThat(types(blocked)).isEmpty();
        owner.post(ApiClient.device(blocked) + "/unblock").is(204);
        assertThat(service.deviceClient(blocked).fetch()).isNotEmpty();

        TestDevice failing = owner.claimed();
        String config = owner.added(failing, CONFIG);
        service.deviceClient(failing).fail(1);
        service.database.execute("UPDATE claimed_device SET tags = '{t}' WHERE device_uuid = '" + failing.uuid() + "'");
        assertThat(service.deviceClient(failing).fetch()).isEmpty();
        assertThat(types(failing)).containsExactly("config");
        owner.post(queue(failing) + "/" + config + "/skip").is(200);
        service.deviceClient(failing).provision();
        assertThat(types(failing)).containsExactly("config", "clientPrivateKeyGeneration");
    }

    @Test
    void waitsAsAWholeForRoomAndSaysSoOnce() {
        TestDevice device = owner.claimed("t");
        for (int i = 0; i < 18; i++) {
            owner.added(device, CONFIG);
        }
        made(rule("three", "t", KEY, KEY, KEY));
        made(rule("two", "t", CONFIG, CONFIG));
        DeviceClient client = service.deviceClient(device);
        client.provision();
        client.provision();
        assertThat(types(device)).hasSize(20).doesNotContain("clientPrivateKeyGeneration");
        assertThat(history(device, "RULE_WAITING")).isEqualTo(1);
        JsonNode withheld = owner.get(queue(device) + "/preview").is(200).json().at("/withheld/0");
        assertThat(withheld.get("rule").stringValue()).isEqualTo("three");
        assertThat(withheld.get("reason").stringValue()).contains("3 commands", "room for 0");
        assertThat(owner.get(path(owner.get(RULES + "?name=three").ids().getFirst()) + "/reach")
                        .json()
                        .at("/devices/waiting")
                        .intValue())
                .isEqualTo(1);

        List<String> ids = owner.get(queue(device) + "?pageLimit=100").ids();
        ids.subList(0, 2).forEach(id -> owner.delete(queue(device) + "/" + id).is(204));
        assertThat(client.fetch()).isEmpty();
        owner.delete(queue(device) + "/" + ids.get(2)).is(204);
        client.provision();
        assertThat(types(device)).hasSize(20).endsWith("clientPrivateKeyGeneration");
        assertThat(history(device, "RULE_WAITING")).isEqualTo(1);
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
    }

    @Test
    void takesTheLimitForUsersWithRulesAndWithoutTheImplicitFinished() {
        String[] twenty = new String[20];
        Arrays.fill(twenty, CONFIG);
        made(rule("twenty", "t", twenty));
        TestDevice device = owner.claimed("t");
        assertThat(service.deviceClient(device).fetch()).hasSize(21);
        owner.add(device, FINISHED).isProblem(40000);
    }

    @Test
    void sendsANewVersionToNewDevicesAndToOthersOnlyWhenApplied() {
        String rule = made(rule("r", "t", KEY));
        TestDevice old = owner.claimed("t");
        service.deviceClient(old).provision();
        Answer changed = patch(rule, "{\"commands\":" + commands(CONFIG) + "}").is(200);
        assertThat(changed.text("/version")).isEqualTo("2");
        service.deviceClient(old).provision();
        assertThat(types(old)).containsExactly("clientPrivateKeyGeneration");

        TestDevice young = owner.claimed("t");
        service.deviceClient(young).provision();
        assertThat(types(young)).containsExactly("config");
        JsonNode reach = owner.get(path(rule) + "/reach").is(200).json().get("devices");
        assertThat(reach.get("tagged").intValue()).isEqualTo(2);
        assertThat(reach.get("received").intValue()).isEqualTo(2);
        assertThat(reach.get("outdated").intValue()).isEqualTo(1);
        assertThat(reach.get("willReceive").intValue()).isZero();

        assertThat(owner.post(path(rule) + "/apply").is(202).text("/devices")).isEqualTo("1");
        service.deviceClient(old).provision();
        service.deviceClient(old).provision();
        service.deviceClient(young).provision();
        assertThat(types(old)).containsExactly("clientPrivateKeyGeneration", "config");
        assertThat(types(young)).containsExactly("config");
        assertThat(owner.post(path(rule) + "/apply").is(202).text("/devices")).isEqualTo("0");
        assertThat(owner.status(old)).isEqualTo("PROVISIONED");
    }

    @Test
    void aWholeResetRemovesWhatRulesAddedAndArmsThemAgain() {
        String rule = made(rule("r", "t", KEY));
        TestDevice device = owner.claimed("t");
        String own = owner.added(device, CONFIG);
        DeviceClient client = service.deviceClient(device);
        client.provision();
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        owner.post(queue(device) + "/reset").is(202);
        assertThat(owner.get(queue(device)).ids()).containsExactly(own);
        assertThat(owner.status(device)).isEqualTo("READY");
        client.provision();
        assertThat(types(device)).containsExactly("config", "clientPrivateKeyGeneration");
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");

        owner.post(path(rule) + "/deactivate").is(200);
        owner.post(queue(device) + "/reset").is(202);
        client.provision();
        assertThat(types(device)).containsExactly("config");
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    @Test
    void aNewClaimGetsTheRuleAgain() {
        made(rule("r", "t", KEY));
        TestDevice device = owner.claimed("t");
        service.deviceClient(device).provision();
        owner.delete(ApiClient.device(device)).is(204);
        owner.claim(device, "t").is(201);
        service.deviceClient(device).provision();
        assertThat(types(device)).containsExactly("clientPrivateKeyGeneration");
    }

    @Test
    void passesOverDevicesOutsideTheRegistryWhereItDemandsTheRegistry() {
        String rule =
                made("{\"name\":\"r\",\"trust\":\"registry\",\"tags\":[\"t\"],\"commands\":" + commands(KEY) + "}");
        TestDevice device = owner.claimed("t");
        assertThat(service.deviceClient(device).fetch()).isEmpty();
        assertThat(owner.get(queue(device) + "/preview")
                        .json()
                        .at("/withheld/0/reason")
                        .stringValue())
                .contains("registry");
        assertThat(owner.get(path(rule) + "/reach")
                        .json()
                        .at("/devices/notTrusted")
                        .intValue())
                .isEqualTo(1);
        patch(rule, "{\"trust\":\"first-use\"}").is(200);
        assertThat(service.deviceClient(device).fetch()).isNotEmpty();
    }

    @Test
    void previewsWhatADeviceWillGetByteForByte() {
        made(rule("with secret", "t", RequestSamples.psk("00112233445566778899aabbccddeeff"), CONFIG));
        made(rule("with finished", "t", KEY, FINISHED));
        TestDevice device = owner.claimed("t");
        Answer preview = owner.get(queue(device) + "/preview").is(200);
        assertThat(preview.text("/finished")).isEqualTo("explicit");
        assertThat(preview.json().get("commands").size()).isEqualTo(4);
        assertThat(preview.text("/commands/0/rule")).isEqualTo("with secret");
        assertThat(preview.body()).doesNotContain("00112233445566778899aabbccddeeff");
        int bytes = preview.json().get("bytes").intValue();
        int delivered = service.deviceClient(device)
                .fetchAnswer("?rxMaxSize=65535&txMaxSize=65535&limit=64")
                .body()
                .length;
        // the attempt numbers of a young device are up to four digits shorter, in each of six records
        assertThat(bytes).isBetween(delivered, delivered + 6 * 4);
        Answer after = owner.get(queue(device) + "/preview").is(200);
        assertThat(after.text("/finished")).isEqualTo("none");
        assertThat(after.json().get("bytes").intValue()).isZero();
    }

    @Test
    void keepsItsOwnCopyOfASecretWhenACommandHasUsedIt() {
        String key = RequestSamples.clientPrivateKey(PemSamples.ENCRYPTED_KEY, PemSamples.PASSWORD);
        made(rule("r", "t", key));
        for (int i = 0; i < 2; i++) {
            DeviceClient client = service.deviceClient(owner.claimed("t"));
            List<DeviceCommand> batch = client.fetch();
            assertThat(parameters(batch).getFirst()).endsWith("\"" + PemSamples.PASSWORD + "\"");
            client.report(DeviceClient.successes(batch));
        }
    }
}
