package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static io.latebind.server.whole.RequestSamples.CONFIG;
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

/** Provisioning rules over REST (specification 7.2). */
@ExtendWith(SharedService.class)
class RuleContractTest {
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
        assertThat(patch(rule, "{\"description\":\"\",\"tags\":[]}")
                        .is(200)
                        .json()
                        .has("description"))
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
        assertThat(owner.get(queue(device) + "/preview")
                        .json()
                        .at("/withheld/0/reason")
                        .stringValue())
                .contains("not active");
        assertThat(owner.post(path(rule) + "/activate")
                        .is(200)
                        .json()
                        .get("active")
                        .booleanValue())
                .isTrue();
        owner.post(path(rule) + "/activate").isProblem(40900);
        client.fetch();
        owner.post(path(rule) + "/deactivate").is(200);
        assertThat(types(device)).containsExactly("clientPrivateKeyGeneration");
        client.provision();
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
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
        assertThat(owner.delete(path(rule) + "?dryrun=true")
                        .is(200)
                        .json()
                        .at("/devices/tagged")
                        .intValue())
                .isEqualTo(2);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void warnsOfACommandThatAnOrdinaryDeviceCannotHold() {
        String body =
                rule("long", "t", RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE.repeat(5)));
        assertThat(owner.post(RULES + "?dryrun=true", body).is(202).text("/warnings/0"))
                .contains("/commands/0", "1791");
        assertThat(owner.post(RULES, body).is(201).text("/commands/0/warnings/0"))
                .contains("1791");
    }

    @Test
    void isDeletedOnlyByForceWhileItIsInUse() {
        String rule = made(rule("r", "t", KEY));
        TestDevice device = owner.claimed("t");
        assertThat(owner.delete(path(rule)).isProblem(40904).message())
                .contains("1 have not had it yet", "?force=true");
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
        Answer made = owner.post(RULES, rule("r", "t", RequestSamples.psk(secret), KEY))
                .is(201);
        String shown = "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"meter-2\"}}";
        Answer changed =
                patch(made.id(), "{\"commands\":" + commands(shown, KEY) + "}").is(200);
        assertThat(changed.text("/version")).isEqualTo("2");
        Answer refused =
                patch(made.id(), "{\"commands\":" + commands(KEY, shown) + "}").isProblem(40002);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/commands/1/request/preSharedKey");
        owner.post(RULES, rule("without", "t", shown)).isProblem(40002);

        TestDevice device = owner.claimed("t");
        List<DeviceCommand> batch = service.deviceClient(device).fetch();
        assertThat(parameters(batch))
                .anyMatch(text -> text.contains("meter-2"))
                .anyMatch(text -> text.contains(secret));
        String trail =
                owner.getAs("/v1/audit-events", "application/x-ndjson").is(200).body();
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
        owner.post(RULES, "{\"name\":\"r\",\"commands\":null}").isProblem(40002);
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
                        rule(
                                "bad",
                                "t",
                                KEY,
                                "{\"config\":{}}",
                                "{\"preSharedKey\":{\"secTag\":1,\"identity\":\"\\\"\"}}"))
                .isProblem(40002);
        assertThat(twice.body()).contains("/commands/1/request/config", "/commands/2/request/preSharedKey/secret");
        assertThat(owner.post(
                                RULES,
                                rule("cloud", "t", "{\"cloudAccessKeyGeneration\":{\"secTag\":1,\"authority\":\"x\"}}"))
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
