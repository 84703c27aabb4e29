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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Provisioning rules over REST, and the devices that they reach (specification 4.1, 7.2). */
@ExtendWith(SharedService.class)
class RuleContractTest {
    private static final String CSR =
            "{\"certificateSigningRequest\":{\"secTag\":16842753,\"attributes\":\"\",\"keyUsage\":\"101010000\"}}";

    private final RunningService service;
    private final ApiClient owner;

    RuleContractTest(RunningService service) {
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
        for (JsonNode command : owner.get(queue(device) + "?pageLimit=100").is(200).json().get("items")) {
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
        String body = "{\"name\":\"nRF Cloud Onboarding\",\"description\":\"Onboards devices\",\"tags\":[\"nrf-cloud-onboarding\"],"
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
        service.database.execute(
                "UPDATE claimed_device SET tags = '{t}' WHERE device_uuid = '" + failing.uuid() + "'");
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
    void changesWithoutNewVersionWhereNoCommandChanges() {
        String rule = made(rule("r", "t", KEY));
        Answer same = patch(
                        rule,
                        "{\"name\":\"renamed\",\"description\":\"what it is for\",\"tags\":[\"u,w\"],\"commands\":"
                                + commands(KEY) + "}")
                .is(200);
        assertThat(same.text("/version")).isEqualTo("1");
        assertThat(same.text("/name")).isEqualTo("renamed");
        assertThat(same.text("/tags/1")).isEqualTo("w");
        assertThat(patch(rule, "{\"description\":\"\",\"tags\":[]}").is(200).json().has("description"))
                .isFalse();
        service.deviceClient(owner.claimed("t")).fetch();
        assertThat(owner.get(path(rule)).json().get("devices").intValue()).isZero();
    }

    @Test
    void deactivatesAndActivates() {
        String rule = made("{\"name\":\"r\",\"active\":false,\"tags\":[\"t\"],\"commands\":" + commands(KEY) + "}");
        TestDevice device = owner.claimed("t");
        DeviceClient client = service.deviceClient(device);
        assertThat(client.fetch()).isEmpty();
        owner.post(path(rule) + "/deactivate").isProblem(40900);
        owner.post(path(rule) + "/apply").isProblem(40900);
        assertThat(owner.get(queue(device) + "/preview").json().at("/withheld/0/reason").stringValue())
                .contains("not active");
        assertThat(owner.post(path(rule) + "/activate").is(200).json().get("active").booleanValue())
                .isTrue();
        owner.post(path(rule) + "/activate").isProblem(40900);
        client.fetch();
        owner.post(path(rule) + "/deactivate").is(200);
        assertThat(types(device)).containsExactly("clientPrivateKeyGeneration");
        client.provision();
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
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
        String rule = made("{\"name\":\"r\",\"trust\":\"registry\",\"tags\":[\"t\"],\"commands\":" + commands(KEY) + "}");
        TestDevice device = owner.claimed("t");
        assertThat(service.deviceClient(device).fetch()).isEmpty();
        assertThat(owner.get(queue(device) + "/preview").json().at("/withheld/0/reason").stringValue())
                .contains("registry");
        assertThat(owner.get(path(rule) + "/reach").json().at("/devices/notTrusted").intValue())
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
    void saysWhomItReachesBeforeItIsMadeOrChanged() {
        owner.claimed("t");
        owner.claimed("u");
        TestDevice blocked = owner.claimed("t");
        owner.post(ApiClient.device(blocked) + "/block").is(204);
        Map<String, String> before = service.rows.everything();
        Answer reach = owner.post(RULES + "?dryrun=true", rule("r", "t", KEY)).is(202);
        assertThat(reach.json().at("/devices/tagged").intValue()).isEqualTo(2);
        assertThat(reach.json().at("/devices/willReceive").intValue()).isEqualTo(1);
        assertThat(reach.json().at("/devices/suspended").intValue()).isEqualTo(1);
        assertThat(reach.json().get("bytesPerDevice").intValue()).isPositive();
        assertThat(service.rows.everything()).isEqualTo(before);
        String rule = made(rule("r", "t", KEY));
        owner.post(RULES + "?dryrun=true", rule("r", "t", KEY)).isProblem(40905);
        before = service.rows.everything();
        Answer wider = owner.call("PATCH", path(rule) + "?dryrun=true", Optional.of("{\"tags\":[\"t\",\"u\"]}"))
                .is(202);
        assertThat(wider.json().at("/devices/willReceive").intValue()).isEqualTo(2);
        assertThat(owner.delete(path(rule) + "?dryrun=true").is(200).json().at("/devices/tagged").intValue())
                .isEqualTo(2);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void warnsOfACommandThatAnOrdinaryDeviceCannotHold() {
        String body = rule(
                "long", "t", RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE.repeat(5)));
        assertThat(owner.post(RULES + "?dryrun=true", body).is(202).text("/warnings/0"))
                .contains("/commands/0", "1791");
        assertThat(owner.post(RULES, body).is(201).text("/commands/0/warnings/0")).contains("1791");
    }

    @Test
    void isDeletedOnlyByForceWhileItIsInUse() {
        String rule = made(rule("r", "t", KEY));
        TestDevice device = owner.claimed("t");
        assertThat(owner.delete(path(rule)).isProblem(40904).message()).contains("1 have not had it yet", "?force=true");
        DeviceClient client = service.deviceClient(device);
        List<DeviceCommand> batch = client.fetch();
        assertThat(owner.delete(path(rule)).isProblem(40904).message()).contains("1 devices have open commands");
        owner.delete(path(rule) + "?force=true").is(204);
        owner.get(path(rule)).isProblem(40400);
        client.report(DeviceClient.successes(batch));
        assertThat(types(device)).containsExactly("clientPrivateKeyGeneration");
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        owner.post(queue(device) + "/reset").is(202);
        assertThat(types(device)).isEmpty();

        String unused = made(rule("unused", "nobody", KEY));
        owner.delete(path(unused)).is(204);
        owner.delete(path(unused)).isProblem(40400);
    }

    @Test
    void listsByNameTagAndStateInTheOrderOfCreation() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(made(rule("rule " + i, i % 2 == 0 ? "even" : "odd", KEY)));
        }
        owner.post(path(ids.get(2)) + "/deactivate").is(200);
        assertThat(owner.get(RULES).is(200).ids()).isEqualTo(ids);
        assertThat(owner.get(RULES + "?name=rule%203").ids()).containsExactly(ids.get(3));
        assertThat(owner.get(RULES + "?tag=odd").ids()).containsExactly(ids.get(1), ids.get(3));
        assertThat(owner.get(RULES + "?active=false").ids()).containsExactly(ids.get(2));
        assertThat(owner.get(RULES + "?active=true&tag=even").ids()).containsExactly(ids.get(0), ids.get(4));
        owner.get(RULES + "?active=perhaps").isProblem(40003);
        owner.get(RULES + "?pageNextToken=none").isProblem(40003);
        for (String sort : List.of("asc", "desc")) {
            List<String> seen = new ArrayList<>();
            String token = "";
            for (int page = 0; page < 3; page++) {
                Answer answer = owner.get(RULES + "?pageLimit=2&pageSort=" + sort + "&pageNextToken=" + token)
                        .is(200);
                seen.addAll(answer.ids());
                token = answer.text("/pageNextToken");
            }
            assertThat(token).isEmpty();
            assertThat(seen).isEqualTo(sort.equals("asc") ? ids : ids.reversed());
        }
    }

    @Test
    void keepsSecretsToItselfAndThroughAChangeThatLeavesThemOut() {
        String secret = UUID.randomUUID().toString().replace("-", "");
        Answer made = owner.post(RULES, rule("r", "t", RequestSamples.psk(secret), KEY)).is(201);
        String shown = "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"meter-2\"}}";
        Answer changed = patch(made.id(), "{\"commands\":" + commands(shown, KEY) + "}").is(200);
        assertThat(changed.text("/version")).isEqualTo("2");
        Answer refused = patch(made.id(), "{\"commands\":" + commands(KEY, shown) + "}").isProblem(40002);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/commands/1/request/preSharedKey");
        owner.post(RULES, rule("without", "t", shown)).isProblem(40002);

        TestDevice device = owner.claimed("t");
        List<DeviceCommand> batch = service.deviceClient(device).fetch();
        assertThat(parameters(batch)).anyMatch(text -> text.contains("meter-2")).anyMatch(text -> text.contains(secret));
        String trail = owner.getAs("/v1/audit-events", "application/x-ndjson").is(200).body();
        String stored = service.rows
                .query("SELECT request::text, encode(secret, 'escape') FROM provisioning_rule_command")
                .toString();
        for (String text : List.of(
                made.body(),
                changed.body(),
                refused.body(),
                owner.get(RULES).body(),
                owner.get(queue(device)).body(),
                trail,
                stored)) {
            assertThat(text).doesNotContain(secret);
        }
        assertThat(trail).contains("meter-2", "rule.changed");
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

    @Test
    void writesEveryChangeIntoTheAuditTrail() {
        String rule = made(rule("r", "t", KEY));
        patch(rule, "{\"commands\":" + commands(CONFIG) + "}").is(200);
        owner.post(path(rule) + "/apply").is(202);
        owner.post(path(rule) + "/deactivate").is(200);
        owner.post(path(rule) + "/activate").is(200);
        owner.delete(path(rule)).is(204);
        List<String> actions = new ArrayList<>();
        JsonNode events =
                owner.get("/v1/audit-events?subject=" + rule).is(200).json().get("items");
        events.forEach(event -> actions.add(event.get("action").stringValue()));
        assertThat(actions)
                .containsExactly(
                        "rule.created",
                        "rule.changed",
                        "rule.applied",
                        "rule.deactivated",
                        "rule.activated",
                        "rule.deleted");
        assertThat(events.get(1).at("/before/version").intValue()).isEqualTo(1);
        assertThat(events.get(1).at("/after/version").intValue()).isEqualTo(2);
        assertThat(events.get(1).at("/after/commands/0/request/config").size()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoRule() {
        made(rule("taken", "t", KEY));
        owner.post(RULES, rule("taken", "t", KEY)).isProblem(40905);
        String other = made(rule("other", "t", KEY));
        patch(other, "{\"name\":\"taken\"}").isProblem(40905);
        owner.post(RULES, "{\"commands\":" + commands(KEY) + "}").isProblem(40002);
        owner.post(RULES, "{\"name\":\"r\"}").isProblem(40002);
        owner.post(RULES, "{\"name\":\"r\",\"commands\":[]}").isProblem(40002);
        owner.post(RULES, "{\"name\":\"r\",\"commands\":[7]}").isProblem(40002);
        owner.post(RULES, "{\"name\":\"r\",\"commands\":{}}").isProblem(40002);
        owner.post(RULES, "{\"name\":\"r\",\"trust\":\"me\",\"commands\":" + commands(KEY) + "}")
                .isProblem(40002);
        String[] many = new String[21];
        Arrays.fill(many, KEY);
        assertThat(owner.post(RULES, rule("many", "t", many)).isProblem(40002).message())
                .contains("21 commands", "1 to 20");
        Answer twice = owner.post(
                        RULES,
                        rule("bad", "t", KEY, "{\"config\":{}}", "{\"preSharedKey\":{\"secTag\":1,\"identity\":\"\\\"\"}}"))
                .isProblem(40002);
        assertThat(twice.body()).contains("/commands/1/request/config", "/commands/2/request/preSharedKey/secret");
        assertThat(owner.post(RULES, rule("cloud", "t", "{\"cloudAccessKeyGeneration\":{\"secTag\":1}}"))
                        .isProblem(40005)
                        .message())
                .contains("certificate authority");
    }

    @Test
    void belongsToItsTeam() {
        String rule = made(rule("r", "t", KEY));
        ApiClient stranger = service.newTeam();
        stranger.get(path(rule)).isProblem(40400);
        assertThat(stranger.get(RULES).ids()).isEmpty();
        stranger.post(RULES, rule("r", "t", CONFIG)).is(201);
        TestDevice device = stranger.claimed("t");
        service.deviceClient(device).fetch();
        assertThat(stranger.get(queue(device)).json().get("items").size()).isEqualTo(1);
        assertThat(stranger.get(queue(device)).text("/items/0/request/config/provisioning~1interval-sec"))
                .isEqualTo("3600");
    }
}
