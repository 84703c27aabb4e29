package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.KeygenToken;
import io.latebind.server.TestDevice;
import io.latebind.server.identity.PublicKeyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The identity registry, release of claims and pins, and verdicts on tokens, under the policy first-use (specification 5.4, 7). */
@ExtendWith(SharedService.class)
class IdentityContractTest {
    private static final String IDENTITIES = "/v1/identities";
    private static final String IMEI = "351358811234567";

    private final RunningService service;
    private final ApiClient owner;

    IdentityContractTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private static String identity(TestDevice device) {
        return IDENTITIES + "/" + device.uuid();
    }

    private static String key(TestDevice device) {
        return Base64.getEncoder().encodeToString(device.publicKey().spki());
    }

    private Answer importCsv(String csv) {
        return importCsv("", csv);
    }

    private Answer importCsv(String query, String csv) {
        return owner.post(IDENTITIES + query, csv.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    private Answer register(TestDevice device) {
        return owner.post(IDENTITIES, RouteSamples.identity(device)).is(200);
    }

    private static void assertCounts(Answer answer, int imported, int changed, int unchanged, int failed) {
        JsonNode report = answer.is(200).json();
        assertThat(List.of(
                        report.get("imported").intValue(),
                        report.get("changed").intValue(),
                        report.get("unchanged").intValue(),
                        report.get("failedRows").intValue()))
                .as(answer.body())
                .containsExactly(imported, changed, unchanged, failed);
    }

    private static List<String> messages(Answer answer) {
        return answer.json()
                .get("failed")
                .valueStream()
                .map(each -> each.get("row").intValue() + " " + each.get("message").stringValue())
                .toList();
    }

    @Test
    void importsOneEntryAndShowsIt() {
        TestDevice device = TestDevice.create();
        assertCounts(
                owner.post(
                        IDENTITIES,
                        "{\"uuid\":\"" + device.uuid() + "\",\"publicKey\":\"" + key(device) + "\",\"imei\":\"" + IMEI
                                + "\",\"deviceType\":6}"),
                1,
                0,
                0,
                0);
        Answer shown = owner.get(identity(device)).is(200);
        assertThat(shown.text("/publicKey")).isEqualTo(PublicKeyText.pem(device.publicKey()));
        assertThat(shown.text("/kid")).isEqualTo(device.publicKey().kid());
        assertThat(shown.text("/imei")).isEqualTo(IMEI);
        assertThat(shown.text("/deviceType")).isEqualTo("nrf9151_LACA");
        assertThat(shown.json().get("claimed").booleanValue()).isFalse();
        assertThat(owner.get(IDENTITIES + "?imei=" + IMEI).is(200).body()).contains(device.uuid().toString());
        assertThat(owner.get(IDENTITIES + "?uuid=" + device.uuid()).is(200).json().get("total").intValue())
                .isEqualTo(1);
        owner.claim(device).is(201);
        assertThat(owner.get(identity(device)).json().get("claimed").booleanValue()).isTrue();
        assertThat(owner.get(device(device)).text("/imei")).isEqualTo(IMEI);
        owner.delete(identity(device)).is(204);
        owner.delete(identity(device)).isProblem(40400);
        owner.get(identity(device)).isProblem(40400);
        assertThat(owner.get(device(device)).json().has("imei")).isFalse();
    }

    @Test
    void takesGoodRowsAndSaysOfEachOtherOneWhatIsWrong() {
        TestDevice one = TestDevice.create();
        TestDevice two = TestDevice.create();
        TestDevice twice = TestDevice.create();
        String csv = one.uuid() + "," + key(one) + "," + IMEI + ",nrf9151_LACA\n"
                + "no-uuid," + key(one) + "\n"
                + TestDevice.create().uuid() + ",AAAA\n"
                + TestDevice.create().uuid() + "," + key(one) + ",12345\n"
                + "\r\n"
                + two.uuid() + ",\"" + PublicKeyText.pem(two.publicKey()) + "\",,\r\n"
                + twice.uuid() + "," + key(twice) + "\n"
                + twice.uuid() + "," + key(one) + "\n"
                + two.uuid() + "," + key(two) + "\n"
                + one.uuid() + "\n"
                + one.uuid() + "," + key(one) + ",,,more\n";
        Answer dry = importCsv("?dryrun=true", csv);
        assertCounts(dry, 2, 0, 1, 7);
        owner.get(identity(one)).isProblem(40400);
        Answer answer = importCsv(csv);
        assertThat(answer.body()).isEqualTo(dry.body());
        assertThat(messages(answer)).satisfiesExactly(
                message -> assertThat(message).startsWith("1 line 2: uuid is not"),
                message -> assertThat(message).startsWith("2 line 3: publicKey is not a P-256"),
                message -> assertThat(message).startsWith("3 line 4: imei is not 15 digits"),
                message -> assertThat(message).contains("rows 5 and 6", twice.uuid().toString()),
                message -> assertThat(message).contains("rows 5 and 6"),
                message -> assertThat(message).startsWith("8 line 14: publicKey"),
                message -> assertThat(message).startsWith("9 line 15: it has 5 columns"));
        assertCounts(importCsv(csv), 0, 0, 3, 7);
        owner.get(identity(two)).is(200);
        owner.get(identity(twice)).isProblem(40400);
    }

    @Test
    void readsColumnsByTheirNames() {
        TestDevice device = TestDevice.create();
        String csv = "\uFEFFimei,UUID,publickey\n" + IMEI + "," + device.uuid() + "," + key(device) + "\n";
        assertCounts(importCsv(csv), 1, 0, 0, 0);
        assertThat(owner.get(identity(device)).text("/imei")).isEqualTo(IMEI);
        assertCounts(importCsv("uuid,publicKey\n" + device.uuid() + "," + key(device)), 0, 1, 0, 0);
        assertThat(owner.get(identity(device)).json().has("imei")).isFalse();
    }

    @Test
    void refusesWhatIsNoImportAtAll() {
        Map<String, String> before = service.rows.everything();
        TestDevice device = TestDevice.create();
        assertThat(importCsv("uuid,key\n").isProblem(40006).message()).contains("none that is known", "publicKey");
        assertThat(importCsv("uuid,imei\n").isProblem(40006).message()).contains("no column publicKey");
        assertThat(importCsv("uuid,publicKey,uuid\n").isProblem(40006).message()).contains("once more");
        assertThat(importCsv("uuid,publicKey\n").isProblem(40006).message()).contains("no rows");
        importCsv("").isProblem(40006);
        assertThat(importCsv(device.uuid() + ",\"" + key(device)).isProblem(40006).message())
                .contains("a quote is not closed");
        importCsv(device.uuid() + "," + "A".repeat(5000) + "\n").isProblem(40006);
        assertThat(importCsv(device.uuid() + ",\"" + key(device) + "\"x\n").isProblem(40006).message())
                .contains("behind a closing one");
        byte[] latin1 = (device.uuid() + "," + key(device) + ",é\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(owner.post(IDENTITIES, latin1, "text/csv").isProblem(40006).message()).contains("UTF-8");
        owner.post(IDENTITIES, latin1, "text/plain").isProblem(41500);
        owner.post(IDENTITIES, "{}").isProblem(40002);
        owner.post(IDENTITIES, "{\"identities\":[]}").isProblem(40002);
        owner.post(IDENTITIES, "{\"identities\":[7]}").isProblem(40002);
        owner.post(IDENTITIES, "{\"identities\":{}}").isProblem(40002);
        owner.post(IDENTITIES, "{\"identities\":[],\"identitys\":[]}").isProblem(40002);
        assertThat(owner.post(IDENTITIES, "{\"uuid\":\"" + device.uuid() + "\",\"publicKey\":\"AAAA\"}")
                        .isProblem(40002)
                        .message())
                .contains("P-256");
        owner.post(IDENTITIES, new byte[1024 * 1024 + 1], "application/json").isProblem(41300);
        for (String query : List.of("uuid=7", "imei=7", "pageNextToken=x", "pageLimit=0")) {
            owner.get(IDENTITIES + "?" + query).isProblem(40003);
        }
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void takesAListInJsonRowByRow() {
        TestDevice one = TestDevice.create();
        TestDevice two = TestDevice.create();
        Answer answer = owner.post(
                IDENTITIES,
                "{\"identities\":[" + RouteSamples.identity(one) + ",{\"uuid\":\"" + one.uuid() + "\"},{\"uuid\":7,\"key\":1},"
                        + RouteSamples.identity(two) + "]}");
        assertCounts(answer, 2, 0, 0, 2);
        assertThat(messages(answer)).satisfiesExactly(
                message -> assertThat(message).isEqualTo("1 /identities/1/publicKey is missing."),
                message -> assertThat(message).contains("/identities/2/uuid", "/identities/2/key"));
    }

    @Test
    void importsMoreThanOneBatchAndPagesThroughIt() {
        List<String> uuids = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        TestDevice signer = TestDevice.create();
        for (int i = 0; i < 4500; i++) {
            String uuid = TestDevice.create().uuid().toString();
            uuids.add(uuid);
            csv.append(uuid).append(',').append(key(signer)).append(",86000000000").append(1000 + i % 9000).append('\n');
        }
        assertCounts(importCsv(csv.toString()), 4500, 0, 0, 0);
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            Answer page = owner.get(IDENTITIES + "?pageLimit=100" + token).is(200);
            page.json().get("items").forEach(item -> seen.add(item.get("uuid").stringValue()));
            token = page.json().has("pageNextToken") ? "&pageNextToken=" + page.text("/pageNextToken") : "";
        } while (!token.isEmpty());
        assertThat(seen).isSorted().doesNotHaveDuplicates().containsAll(uuids);
        String last = owner.get(IDENTITIES + "?pageLimit=1&pageSort=desc").text("/items/0/uuid");
        assertThat(last).isEqualTo(seen.getLast());
    }

    @Test
    void claimsARegisteredDeviceAsProvenAndUnderItsKeyAlone() {
        TestDevice device = TestDevice.create();
        register(device);
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(owner.claim(impostor).isProblem(40301).message()).contains("identity registry", "AT%ATTESTTOKEN");
        Answer dry = owner.post(DEVICES + "?dryrun", "{\"claimToken\":\"" + device.attestationToken() + "\"}").is(202);
        assertThat(dry.message()).contains("can be claimed", "signed with the key that is known to be this device's");
        Answer claimed = owner.claim(device).is(201);
        assertThat(claimed.json().get("proven").booleanValue()).isTrue();
        assertThat(claimed.json().get("registered").booleanValue()).isTrue();
        assertThat(claimed.message()).doesNotContain("well-formed");
        // a made-up token learns nothing about the claim
        service.otherTeam.claim(impostor).isProblem(40301);
        service.otherTeam.claim(device).isProblem(40901);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
    }

    private boolean proven(TestDevice device) {
        return owner.get(device(device)).is(200).json().get("proven").booleanValue();
    }

    private List<String> history(TestDevice device, String kind) {
        return service.rows
                .query(
                        "SELECT text FROM device_history WHERE device_uuid = ? AND kind = ? ORDER BY at",
                        device.uuid().value(),
                        kind)
                .stream()
                .map(List::getFirst)
                .toList();
    }

    /** A device that {@code claimer} holds and that has proven its own key, under a UUID for which the registry will name another one. */
    private TestDevice provenImpostor(ApiClient claimer) {
        TestDevice impostor = claimer.claimed();
        claimer.added(impostor, RequestSamples.KEY);
        assertThat(service.deviceClient(impostor).fetch()).isNotEmpty();
        return impostor;
    }

    @Test
    void endsAPinThatTheRegistryContradictsAndBlocksTheClaim() {
        ApiClient team = service.newTeam();
        TestDevice impostor = provenImpostor(team);
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        Answer dry = owner.post(IDENTITIES + "?dryrun", RouteSamples.identity(genuine)).is(200);
        assertThat(dry.text("/contradictions/0")).isEqualTo(impostor.uuid().toString());
        assertThat(team.status(impostor)).isEqualTo("PROVISIONING");

        Answer answer = register(genuine);
        assertThat(answer.json().get("contradicted").intValue()).isEqualTo(1);
        assertThat(team.status(impostor)).isEqualTo("BLOCKED");
        Answer shown = team.get(device(impostor)).is(200);
        assertThat(shown.json().get("proven").booleanValue()).isFalse();
        assertThat(history(impostor, "CONTRADICTED"))
                .singleElement()
                .asString()
                .contains(
                        impostor.publicKey().kid(),
                        genuine.publicKey().kid(),
                        "not accepted any more",
                        "claim it with its own token");
        Answer audit = team.get("/v1/audit-events?action=device.blocked&deviceId=" + impostor.uuid()).is(200);
        assertThat(audit.text("/items/0/after/reason")).contains("identity registry");
        assertThat(audit.text("/items/0/by/teamId")).isEqualTo(owner.get("/v1/account").text("/team/id"));
        assertThat(owner.get("/v1/audit-events?action=pin.released&deviceId=" + impostor.uuid()).text("/items/0/before/kid"))
                .isEqualTo(impostor.publicKey().kid());

        // unblocking does not bring the old key back, nor hand the genuine device to a team whose token it did not sign
        team.post(device(impostor) + "/unblock").is(204);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(history(impostor, "REFUSED_WRONG_KEY").getFirst()).contains("identity registry", genuine.publicKey().kid());
        team.delete(device(impostor)).is(204);
        team.claim(impostor).isProblem(40301);
        team.claim(genuine).is(201);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(204);
    }

    @Test
    void blocksAnUnprovenClaimWhoseTokenTheRegisteredKeyDidNotSign() {
        TestDevice impostor = owner.claimed();
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        register(genuine);
        assertThat(owner.status(impostor)).isEqualTo("BLOCKED");
        assertThat(history(impostor, "CONTRADICTED"))
                .singleElement()
                .asString()
                .contains("the token that it was claimed with is not signed with it");
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
    }

    @Test
    void leavesClaimsAloneThatTheRegistryConfirms() {
        TestDevice unproven = owner.claimed();
        TestDevice proven = provenImpostor(owner);
        assertThat(proven(unproven)).isFalse();
        assertThat(register(unproven).json().get("contradicted").intValue()).isZero();
        assertThat(register(proven).json().get("contradicted").intValue()).isZero();
        assertThat(proven(unproven)).isTrue();
        assertThat(owner.status(unproven)).isEqualTo("READY");
        assertThat(service.deviceClient(unproven).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(service.deviceClient(proven).fetch()).isNotEmpty();
    }

    @Test
    void refusesTheOldKeyWhenAnEntryIsReplacedAndTakesItAgainWhenItIsCorrected() {
        TestDevice device = TestDevice.create();
        register(device);
        owner.claim(device).is(201);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        TestDevice mistaken = TestDevice.withUuid(device.uuid());
        Answer replaced = register(mistaken);
        assertThat(replaced.json().get("changed").intValue()).isEqualTo(1);
        assertThat(owner.status(device)).isEqualTo("BLOCKED");
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(403);
        JsonNode event = owner.get("/v1/audit-events?action=identity.imported&deviceId=" + device.uuid())
                .json()
                .at("/items/0");
        assertThat(event.at("/before/kid").stringValue()).isEqualTo(device.publicKey().kid());
        assertThat(event.at("/after/kid").stringValue()).isEqualTo(mistaken.publicKey().kid());

        register(device);
        owner.post(device(device) + "/unblock").is(204);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(device)).isTrue();
    }

    @Test
    void goesOnUnderTheRegisteredKeyWhenTheEntryIsRemoved() {
        TestDevice device = TestDevice.create();
        register(device);
        owner.claim(device).is(201);
        owner.delete(identity(device)).is(204);
        assertThat(proven(device)).isFalse();
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(device)).isTrue();
    }

    @Test
    void releasesTheClaimOfAnotherTeam() {
        ApiClient team = service.newTeam();
        TestDevice device = provenImpostor(team);
        team.delete(identity(device) + "/claim").isProblem(40300);
        owner.delete(identity(device) + "/claim").is(204);
        owner.delete(identity(device) + "/claim").isProblem(40400);
        team.get(device(device)).isProblem(40400);
        assertThat(service.rows.value(
                        "SELECT count(*) FROM provisioning_command WHERE device_uuid = ?",
                        device.uuid().value()))
                .isEqualTo("0");
        String events = "/v1/audit-events?action=claim.released&deviceId=" + device.uuid();
        for (ApiClient reader : List.of(team, owner)) {
            JsonNode trail = reader.get(events).is(200).json();
            assertThat(trail.get("total").intValue()).isEqualTo(1);
            assertThat(trail.at("/items/0/by/teamId").stringValue())
                    .isEqualTo(owner.get("/v1/account").text("/team/id"));
        }
        // the pin is kept: only the same device can be claimed again
        service.otherTeam.claim(TestDevice.withUuid(device.uuid())).isProblem(40301);
        service.otherTeam.claim(device).is(201);
    }

    @Test
    void endsAPinSoThatTheGenuineDeviceCanBeClaimed() {
        ApiClient team = service.newTeam();
        TestDevice impostor = provenImpostor(team);
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        owner.delete(identity(impostor) + "/claim").is(204);
        owner.claim(genuine).isProblem(40301);
        team.delete(identity(impostor) + "/pin").isProblem(40300);
        owner.delete(identity(impostor) + "/pin").is(204);
        owner.delete(identity(impostor) + "/pin").isProblem(40400);
        owner.claim(genuine).is(201);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(genuine)).isTrue();
    }

    @Test
    void recordsTheEndOfAPinInBothTrails() {
        ApiClient team = service.newTeam();
        TestDevice device = provenImpostor(team);
        owner.delete(identity(device) + "/pin").is(204);
        assertThat(team.get(device(device)).json().get("proven").booleanValue()).isFalse();
        String events = "/v1/audit-events?action=pin.released&deviceId=" + device.uuid();
        for (ApiClient reader : List.of(team, owner)) {
            assertThat(reader.get(events).is(200).text("/items/0/before/kid"))
                    .isEqualTo(device.publicKey().kid());
        }
        // the claim goes on with what can have signed its token
        assertThat(service.deviceClient(device).fetch()).isNotEmpty();
        assertThat(team.get(device(device)).json().get("proven").booleanValue()).isTrue();
    }

    private Answer verify(ApiClient caller, String... tokens) {
        return caller.post(IDENTITIES + "/verify", "{\"tokens\":[\"" + String.join("\",\"", tokens) + "\"]}");
    }

    @Test
    void saysWhatTokensAreWorth() {
        TestDevice device = TestDevice.create();
        register(device);
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        TestDevice unknown = TestDevice.create();
        Map<String, String> before = service.rows.everything();
        JsonNode items = verify(
                        service.editor,
                        device.attestationToken(),
                        impostor.attestationToken(),
                        unknown.keygenToken(KeygenToken.Kind.CERTIFICATE_REQUEST, 16842753),
                        device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, 7),
                        "nonsense")
                .is(200)
                .json()
                .get("items");
        assertThat(items.valueStream().map(item -> item.get("result").stringValue()))
                .containsExactly("verified", "refused", "unproven", "verified", "refused");
        assertThat(items.at("/0/deviceType").stringValue()).isEqualTo("nrf9151_LACA");
        assertThat(items.at("/1/deviceId").stringValue()).isEqualTo(device.uuid().toString());
        assertThat(items.at("/2/kind").stringValue()).isEqualTo("csr");
        assertThat(items.at("/2/secTag").intValue()).isEqualTo(16842753);
        assertThat(items.at("/2/digestMatches").booleanValue()).isTrue();
        assertThat(items.at("/3/kind").stringValue()).isEqualTo("publicKey");
        assertThat(items.at("/4").has("kind")).isFalse();
        assertThat(items.at("/4/message").stringValue()).contains("neither");
        assertThat(service.rows.everything()).isEqualTo(before);
        verify(service.viewer, device.attestationToken()).isProblem(40300);
    }

    @Test
    void judgesOneToAHundredTokens() {
        owner.post(IDENTITIES + "/verify", "{\"tokens\":[]}").isProblem(40002);
        owner.post(IDENTITIES + "/verify", "{}").isProblem(40002);
        owner.post(IDENTITIES + "/verify", "{\"tokens\":[7]}").isProblem(40002);
        String[] many = new String[101];
        java.util.Arrays.fill(many, "YQ.Yg");
        assertThat(verify(owner, many).isProblem(40002).message()).contains("1 to 100", "101");
        assertThat(verify(owner, java.util.Arrays.copyOf(many, 100)).is(200).json().get("items")).hasSize(100);
    }
}
