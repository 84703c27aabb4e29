package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

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

/** What comes into the identity registry, and how it is shown (specification 5.4, 7). */
@ExtendWith(SharedService.class)
class IdentityImportTest {
    private static final String IDENTITIES = "/v1/identities";

    private static final String IMEI = "351358811234567";

    private final RunningService service;
    private final ApiClient owner;

    IdentityImportTest(RunningService service) {
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
                .map(each ->
                        each.get("row").intValue() + " " + each.get("message").stringValue())
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
        assertThat(owner.get(IDENTITIES + "?imei=" + IMEI).is(200).body())
                .contains(device.uuid().toString());
        assertThat(owner.get(IDENTITIES + "?uuid=" + device.uuid())
                        .is(200)
                        .json()
                        .get("total")
                        .intValue())
                .isEqualTo(1);
        owner.claim(device).is(201);
        assertThat(owner.get(identity(device)).json().get("claimed").booleanValue())
                .isTrue();
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
        assertThat(messages(answer))
                .satisfiesExactly(
                        message -> assertThat(message).startsWith("1 line 2: uuid is not"),
                        message -> assertThat(message).startsWith("2 line 3: publicKey is not a P-256"),
                        message -> assertThat(message).startsWith("3 line 4: imei is not 15 digits"),
                        message -> assertThat(message)
                                .contains("rows 5 and 6", twice.uuid().toString()),
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
        assertThat(importCsv("uuid,publicKey,uuid\n").isProblem(40006).message())
                .contains("once more");
        assertThat(importCsv("uuid,publicKey\n").isProblem(40006).message()).contains("no rows");
        importCsv("").isProblem(40006);
        assertThat(importCsv(device.uuid() + ",\"" + key(device))
                        .isProblem(40006)
                        .message())
                .contains("a quote is not closed");
        importCsv(device.uuid() + "," + "A".repeat(5000) + "\n").isProblem(40006);
        assertThat(importCsv(device.uuid() + ",\"" + key(device) + "\"x\n")
                        .isProblem(40006)
                        .message())
                .contains("behind a closing one");
        byte[] latin1 = (device.uuid() + "," + key(device) + ",é\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(owner.post(IDENTITIES, latin1, "text/csv").isProblem(40006).message())
                .contains("UTF-8");
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
                "{\"identities\":[" + RouteSamples.identity(one) + ",{\"uuid\":\"" + one.uuid()
                        + "\"},{\"uuid\":7,\"key\":1}," + RouteSamples.identity(two) + "]}");
        assertCounts(answer, 2, 0, 0, 2);
        assertThat(messages(answer))
                .satisfiesExactly(
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
            csv.append(uuid)
                    .append(',')
                    .append(key(signer))
                    .append(",86000000000")
                    .append(1000 + i % 9000)
                    .append('\n');
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
}
