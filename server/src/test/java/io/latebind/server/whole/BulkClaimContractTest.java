package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.Await;
import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Claims in the background (specification 7). */
@ExtendWith(SharedService.class)
class BulkClaimContractTest {
    private static final String BULK = "/v1/claimed-devices/bulk";
    /** Ten parts of a bulk claim, and one that is not full. Thousands more would only slow down whoever looks at the same tables. */
    private static final int MANY = 2_050;

    private static final String OPERATIONS = "/v1/bulk-ops-requests";

    private final RunningService service;
    private final ApiClient owner;

    BulkClaimContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private static String start(ApiClient caller, String query, String csv) {
        return caller.post(BULK + query, csv.getBytes(StandardCharsets.UTF_8), "text/csv")
                .is(202)
                .text("/bulkOpsRequestId");
    }

    private static Answer shown(ApiClient caller, String operation) {
        return caller.get(OPERATIONS + "/" + operation).is(200);
    }

    private static Answer ended(ApiClient caller, String operation) {
        Await.until(
                "the end of " + operation, () -> shown(caller, operation).json().has("finishedAt"));
        return shown(caller, operation);
    }

    private static String tokens(int count) {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < count; i++) {
            csv.append('"')
                    .append(TestDevice.madeUpToken(new DeviceUuid(UUID.randomUUID())))
                    .append("\",\"meters,north\"\r\n");
        }
        return csv.toString();
    }

    private static int number(Answer answer, String field) {
        return answer.json().get(field).intValue();
    }

    @Test
    void claimsManyPartsEachDeviceOnceAndRecordsEach() {
        String operation = start(owner, "", tokens(MANY));
        Answer end = ended(owner, operation);
        assertThat(end.text("/status")).isEqualTo("SUCCEEDED");
        assertThat(number(end, "total")).isEqualTo(MANY);
        assertThat(number(end, "done")).isEqualTo(MANY);
        assertThat(number(end, "failed")).isZero();
        assertThat(end.json().has("errorSummaryUrl")).isFalse();
        assertThat(end.message()).contains(MANY + " of " + MANY + " rows were claimed");
        JsonNode devices =
                owner.get("/v1/claimed-devices?tag=north&pageLimit=1").is(200).json();
        assertThat(devices.get("total").intValue()).isEqualTo(MANY);
        assertThat(devices.at("/items/0/tags").toString()).isEqualTo("[\"meters\",\"north\"]");
        JsonNode events = owner.get("/v1/audit-events?action=device.claimed&pageLimit=1")
                .is(200)
                .json();
        assertThat(events.get("total").intValue()).isEqualTo(MANY);
        assertThat(service.rows.value("SELECT count(*) FROM bulk_claim_part")).isEqualTo("0");
    }

    @Test
    void saysOfEachRefusedRowWhy() {
        TestDevice good = TestDevice.create();
        TestDevice mine = owner.claimed();
        String csv = "nonsense\n\n" + good.attestationToken() + ",a\n" + mine.attestationToken() + "\n"
                + good.attestationToken() + "\n" + TestDevice.create().attestationToken() + ","
                + "t".repeat(129) + "\n";
        String operation = start(owner, "", csv);
        Answer end = ended(owner, operation);
        assertThat(end.text("/status")).isEqualTo("FAILED");
        assertThat(end.json().get("cancelled").booleanValue()).isFalse();
        assertThat(number(end, "done")).isEqualTo(5);
        assertThat(number(end, "failed")).isEqualTo(4);
        assertThat(end.message()).contains("1 of 5 rows", "errorSummaryUrl");
        String errors = end.text("/errorSummaryUrl");
        Answer first = owner.get(errors + "?pageLimit=3").is(200);
        assertThat(number(first, "total")).isEqualTo(4);
        assertThat(first.text("/items/0/message")).contains("not an attestation token");
        assertThat(first.json().at("/items/0/row").intValue()).isZero();
        assertThat(first.json().at("/items/0/code").intValue()).isEqualTo(40004);
        assertThat(first.text("/items/1/message")).contains("already claimed by your team");
        assertThat(first.text("/items/2/message")).contains("row 1 of this file");
        Answer second = owner.get(errors + "?pageLimit=3&pageNextToken=" + first.text("/pageNextToken"))
                .is(200);
        assertThat(second.json().at("/items/0/row").intValue()).isEqualTo(4);
        assertThat(second.json().has("pageNextToken")).isFalse();
        assertThat(owner.get(errors + "?pageSort=desc&pageLimit=1")
                        .json()
                        .at("/items/0/row")
                        .intValue())
                .isEqualTo(4);
        assertThat(owner.getAs(errors, "application/x-ndjson, application/json;q=0.9")
                        .is(200)
                        .body()
                        .lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"row\":"));
        assertThat(owner.get(device(good)).is(200).json().get("tags").toString())
                .isEqualTo("[\"a\"]");
        owner.get(errors + "?pageNextToken=x").isProblem(40003);
    }

    @Test
    void claimsNothingInADryRunAndFindsTheSameDeviceInAnotherPart() {
        TestDevice twice = TestDevice.create();
        String csv = twice.attestationToken() + "\n" + tokens(500) + twice.attestationToken() + "\nnonsense\n";
        String devices = "SELECT count(*) FROM claimed_device";
        String before = service.rows.value(devices);
        String operation = start(owner, "?dryrun=true", csv);
        Answer end = ended(owner, operation);
        assertThat(end.json().get("dryrun").booleanValue()).isTrue();
        assertThat(number(end, "done")).isEqualTo(503);
        assertThat(number(end, "failed")).isEqualTo(2);
        assertThat(end.message()).contains("501 of 503 rows could be claimed");
        JsonNode errors = owner.get(end.text("/errorSummaryUrl")).is(200).json().get("items");
        assertThat(errors.get(0).get("row").intValue()).isEqualTo(501);
        assertThat(errors.get(0).get("message").stringValue())
                .contains(twice.uuid().toString(), "row 0 of this file");
        assertThat(errors.get(1).get("row").intValue()).isEqualTo(502);
        assertThat(service.rows.value(devices)).isEqualTo(before);
        assertThat(service.rows.value("SELECT count(*) FROM bulk_claim_rehearsed"))
                .isEqualTo("0");
        ended(owner, start(owner, "", csv));
        assertThat(owner.get(device(twice)).is(200).id()).isEqualTo(twice.uuid().toString());
    }

    @Test
    void endsAtOnceWhenItIsCancelled() {
        String operation = start(owner, "", tokens(3_000));
        Answer cancelled = owner.post(OPERATIONS + "/" + operation + "/cancel").is(202);
        assertThat(cancelled.text("/status")).isEqualTo("FAILED");
        assertThat(cancelled.json().get("cancelled").booleanValue()).isTrue();
        int done = number(cancelled, "done");
        assertThat(done).isLessThan(3_000);
        assertThat(owner.post(OPERATIONS + "/" + operation + "/cancel")
                        .isProblem(40900)
                        .message())
                .contains("ended already");
        ended(owner, start(owner, "", tokens(1)));
        assertThat(number(shown(owner, operation), "done")).isEqualTo(done);
        assertThat(number(owner.get("/v1/claimed-devices?pageLimit=1").is(200), "total"))
                .isEqualTo(done + 1);
        JsonNode events = owner.get("/v1/audit-events?subject=" + operation)
                .is(200)
                .json()
                .get("items");
        assertThat(events.get(0).get("action").stringValue()).isEqualTo("bulk.started");
        assertThat(events.get(0).at("/after/rows").intValue()).isEqualTo(3_000);
        assertThat(events.get(1).get("action").stringValue()).isEqualTo("bulk.cancelled");
        assertThat(events.get(1).at("/before/done").intValue()).isEqualTo(done);
    }

    @Test
    void stopsAndSaysSoWhenItsKeyIsRevokedOrItsMemberRemovedOrWeaker() {
        for (String end : List.of("revoked", "removed", "weaker")) {
            String member = owner.post("/v1/members", "{\"name\":\"m\",\"role\":\"admin\"}")
                    .is(201)
                    .id();
            Answer key = owner.post("/v1/api-keys", "{\"name\":\"k\",\"memberId\":\"" + member + "\"}")
                    .is(201);
            ApiClient starter = service.withKey(key.text("/key"));
            String operation = start(starter, "", tokens(4_000));
            switch (end) {
                case "revoked" -> owner.delete("/v1/api-keys/" + key.id()).is(204);
                case "removed" -> owner.delete("/v1/members/" + member).is(204);
                default ->
                    owner.patch("/v1/members/" + member, "{\"role\":\"editor\"}")
                            .is(200);
            }
            Answer stopped = ended(owner, operation);
            assertThat(stopped.text("/status")).isEqualTo("FAILED");
            assertThat(stopped.message()).contains("stopped", end, "start it again with another key");
            assertThat(number(stopped, "done")).isLessThan(4_000);
        }
    }

    @Test
    void claimsInTheNameAndWithTheRoleOfTheStarter() {
        ApiClient editor = service.newMember(owner, "editor");
        ApiClient viewer = service.newMember(owner, "viewer");
        TestDevice editors = TestDevice.create();
        TestDevice owners = TestDevice.create();
        ended(editor, start(editor, "", editors.attestationToken()));
        ended(owner, start(owner, "", owners.attestationToken()));
        viewer.get(device(editors)).is(200);
        viewer.get(device(owners)).isProblem(40400);
        editor.delete(device(editors)).is(204);
    }

    @Test
    void listsAnEditorsOwnAndAnAdminsWholeTeams() {
        ApiClient editor = service.newMember(owner, "editor");
        List<String> started = new ArrayList<>();
        for (ApiClient starter : List.of(editor, owner, editor)) {
            started.add(start(starter, "?dryrun=true", tokens(1)));
        }
        assertThat(listed(owner, "?pageSort=desc")).isEqualTo(started.reversed());
        assertThat(listed(editor, "")).containsExactly(started.get(0), started.get(2));
        Answer first = owner.get(OPERATIONS + "?pageLimit=2").is(200);
        assertThat(number(first, "total")).isEqualTo(3);
        assertThat(listed(owner, "?pageLimit=2&pageNextToken=" + first.text("/pageNextToken")))
                .containsExactly(started.get(2));
        owner.get(OPERATIONS + "?pageNextToken=7").isProblem(40003);
    }

    private static List<String> listed(ApiClient caller, String query) {
        return caller.get(OPERATIONS + query)
                .is(200)
                .json()
                .get("items")
                .valueStream()
                .map(item -> item.get("bulkOpsRequestId").stringValue())
                .toList();
    }

    @Test
    void refusesWhatIsNoFileOfClaimsAndChangesNothing() {
        Map<String, String> before = service.rows.everything();
        for (String csv : List.of("", "\n", "\"unclosed")) {
            owner.post(BULK, csv.getBytes(StandardCharsets.UTF_8), "text/csv").isProblem(40006);
        }
        byte[] row = tokens(1).getBytes(StandardCharsets.UTF_8);
        assertThat(owner.post(BULK, row, "application/json").isProblem(41500).message())
                .contains("text/csv");
        assertThat(owner.post(BULK, "x\n".repeat(100_001).getBytes(StandardCharsets.UTF_8), "text/csv")
                        .isProblem(40006)
                        .message())
                .contains("more than 100000 rows");
        owner.post(BULK + "?dryrun=perhaps", row, "text/csv").isProblem(40003);
        for (String id :
                List.of("7", "01KAQ2Z0T5E8V9W3X4Y5Z6A7B8", UUID.randomUUID().toString())) {
            owner.get(OPERATIONS + "/" + id).isProblem(40400);
        }
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void refusesTheHundredAndFirstOperationThatHasNotEnded() {
        service.database.execute(
                "INSERT INTO job SELECT gen_random_uuid(), 'another', id, false, id, id, 'OWNER', '', '', 1, now(),"
                        + " 'PENDING', 0, 0, false, NULL, NULL, 0, NULL, 'infinity', now() FROM team, generate_series(1, 100) WHERE id = '"
                        + owner.get("/v1/account").text("/team/id") + "'");
        try {
            assertThat(owner.post(BULK, tokens(1).getBytes(StandardCharsets.UTF_8), "text/csv")
                            .isProblem(40900)
                            .message())
                    .contains("100 bulk operations");
        } finally {
            service.database.execute("DELETE FROM job WHERE kind = 'another'");
        }
    }
}
