package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.latebind.server.TestDevice;
import io.latebind.server.certificate.Issuance;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Devices with their certificates, as clouds take them. */
@ExtendWith(SharedService.class)
class HandoverContractTest {
    private static final String HANDOVER = "/v1/device-handover";
    private static final String NDJSON = "application/x-ndjson";
    private static final int SEC_TAG = 16842753;
    private static final int CLIENT_CERTIFICATE = 1;

    private final RunningService service;
    private final ApiClient owner;
    private final ApiClient editor;

    HandoverContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
        editor = service.newMember(owner, "editor");
    }

    private TestDevice provisioned(ApiClient claimer, String... tags) {
        TestDevice device = claimer.claimed(tags);
        service.database.execute(
                "UPDATE claimed_device SET queue_status = 'PROVISIONED' WHERE device_uuid = '" + device.uuid() + "'");
        return device;
    }

    private Issuance.Issued issued(ApiClient member, TestDevice device) {
        return service.certificates.issue(member, device, Optional.empty(), Optional.empty());
    }

    private static List<List<String>> rows(Answer answer) {
        assertThat(answer.is(200).headers().firstValue("Content-Type")).hasValue("text/csv");
        List<List<String>> rows = new ArrayList<>();
        CsvReader.builder().ofCsvRecord(answer.body()).forEach(row -> rows.add(row.getFields()));
        return rows;
    }

    private static List<JsonNode> lines(Answer answer) {
        assertThat(answer.is(200).headers().firstValue("Content-Type")).hasValue(NDJSON);
        return answer.body().lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static List<String> devices(Answer answer) {
        return lines(answer).stream()
                .map(line -> line.get("deviceId").stringValue())
                .toList();
    }

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException unreadable) {
            throw new AssertionError(pem, unreadable);
        }
    }

    @Test
    void writesTheRowsOfTheOnboardingCall() {
        TestDevice device = provisioned(owner, "meters", "say \\\"x\\\"");
        String pem = issued(owner, device).pem();
        Answer answer = owner.get(HANDOVER + "?subType=meter&fwTypes=APP,MODEM");
        assertThat(answer.body())
                .isEqualTo(device.uuid() + ",meter,\"meters|say \"\"x\"\"\",APP|MODEM,\"" + pem + "\"\n");
        assertThat(rows(answer))
                .containsExactly(List.of(device.uuid().toString(), "meter", "meters|say \"x\"", "APP|MODEM", pem));
        assertThat(rows(owner.getAs(HANDOVER, "text/csv")))
                .containsExactly(List.of(device.uuid().toString(), "", "meters|say \"x\"", "", pem));
        assertThat(rows(owner.get(HANDOVER + "?fwTypes=APP%7CBOOT")).getFirst().get(3))
                .isEqualTo("APP|BOOT");
    }

    @Test
    void writesALineOfJsonForEachDevice() {
        TestDevice device = provisioned(owner, "meters");
        Issuance.Issued issued = issued(owner, device);
        JsonNode line = lines(owner.getAs(HANDOVER, NDJSON)).getFirst();
        assertThat(line.get("deviceId").stringValue()).isEqualTo(device.uuid().toString());
        assertThat(line.get("deviceType").stringValue())
                .isEqualTo(owner.get(ApiClient.device(device)).is(200).text("/deviceType"));
        assertThat(line.at("/tags/0").stringValue()).isEqualTo("meters");
        assertThat(line.get("status").stringValue()).isEqualTo("PROVISIONED");
        JsonNode held = line.get("certificate");
        assertThat(held.get("id").stringValue()).isEqualTo(issued.id().toString());
        assertThat(held.get("authority").stringValue()).isEqualTo("built-in");
        assertThat(held.get("secTag").intValue()).isEqualTo(SEC_TAG);
        X509Certificate certificate = certificate(held.get("pem").stringValue());
        assertThat(certificate.getSerialNumber())
                .isEqualTo(new BigInteger(held.get("serial").stringValue(), 16));
        assertThat(held.get("notAfter").stringValue())
                .startsWith(certificate.getNotAfter().toInstant().toString().substring(0, 19));
    }

    /** From the modem to the file that its cloud gets: the same certificate. */
    @Test
    void handsOverWhatTheModemWasGivenAndTellsItInAnEvent() {
        TestDevice device = owner.claimed();
        TestModem modem = new TestModem(device);
        owner.added(device, "{\"cloudAccessKeyGeneration\":{\"secTag\":" + SEC_TAG + "}}");
        owner.added(device, RequestSamples.FINISHED);
        DeviceClient client = service.deviceClient(device);
        try (EventListener listener =
                owner.listen("/v1/events?type=certificate.issued&deviceId=" + device.uuid(), Map.of())) {
            client.report(modem.execute(client.fetch()));
            assertThat(rows(owner.get(HANDOVER))).as("not provisioned yet").isEmpty();
            client.report(modem.execute(client.fetch()));
            assertThat(owner.status(device)).isEqualTo("PROVISIONED");
            String pem = rows(owner.get(HANDOVER)).getFirst().getLast();
            assertThat(certificate(pem))
                    .isEqualTo(certificate(
                            modem.credential(SEC_TAG, CLIENT_CERTIFICATE).orElseThrow()));
            JsonNode told = listener.next().json();
            assertThat(told.at("/subject").stringValue())
                    .isEqualTo(device.uuid().toString());
            assertThat(told.at("/data/certificatePem").stringValue()).isEqualTo(pem);
            assertThat(told.at("/data/serial").stringValue())
                    .isEqualTo(certificate(pem).getSerialNumber().toString(16));
        }
    }

    @Test
    void takesTheNewestCertificateThatIsInForce() {
        TestDevice device = provisioned(owner);
        Issuance.Issued older = issued(owner, device);
        Issuance.Issued newer = issued(owner, device);
        assertThat(rows(owner.get(HANDOVER)))
                .singleElement()
                .satisfies(row -> assertThat(row.getLast()).isEqualTo(newer.pem()));
        owner.post("/v1/certificates/" + newer.id() + "/revoke", "{}").is(200);
        assertThat(rows(owner.get(HANDOVER)).getFirst().getLast()).isEqualTo(older.pem());
        assertThat(rows(owner.get(HANDOVER + "?secTag=" + SEC_TAG))).hasSize(1);
        assertThat(rows(owner.get(HANDOVER + "?secTag=7"))).isEmpty();
        owner.post("/v1/certificates/" + older.id() + "/revoke", "{}").is(200);
        assertThat(owner.get(HANDOVER).is(200).body()).isEmpty();
    }

    @Test
    void choosesByTagAndStatus() {
        TestDevice meter = provisioned(owner, "meters");
        TestDevice pump = provisioned(owner, "pumps");
        TestDevice waiting = owner.claimed("pumps");
        provisioned(owner, "pumps");
        for (TestDevice device : List.of(meter, pump, waiting)) {
            issued(owner, device);
        }
        assertThat(devices(owner.getAs(HANDOVER, NDJSON)))
                .containsExactly(meter.uuid().toString(), pump.uuid().toString());
        assertThat(devices(owner.getAs(HANDOVER + "?tag=pumps", NDJSON)))
                .containsExactly(pump.uuid().toString());
        assertThat(devices(owner.getAs(HANDOVER + "?tag=pumps&status=" + owner.status(waiting), NDJSON)))
                .containsExactly(waiting.uuid().toString());
    }

    @Test
    void handsOverOnlyWhatTheCallerSees() {
        TestDevice hidden = provisioned(owner);
        TestDevice seen = provisioned(editor);
        issued(owner, hidden);
        issued(editor, seen);
        ApiClient stranger = service.newTeam();
        for (ApiClient caller : List.of(editor, service.newMember(owner, "viewer"))) {
            assertThat(devices(caller.getAs(HANDOVER, NDJSON)))
                    .containsExactly(seen.uuid().toString());
            assertThat(rows(caller.get(HANDOVER))).hasSize(1);
        }
        assertThat(devices(owner.getAs(HANDOVER, NDJSON))).hasSize(2);
        assertThat(rows(stranger.get(HANDOVER))).isEmpty();
    }

    /** The device is the editor's now; what an admin had it given before is not. */
    @Test
    void keepsTheCertificateOfAnEarlierClaimFromAnEditor() {
        TestDevice device = provisioned(owner);
        issued(owner, device);
        owner.delete(ApiClient.device(device)).is(204);
        editor.claim(device).is(201);
        service.database.execute(
                "UPDATE claimed_device SET queue_status = 'PROVISIONED' WHERE device_uuid = '" + device.uuid() + "'");
        assertThat(rows(editor.get(HANDOVER))).isEmpty();
        assertThat(rows(owner.get(HANDOVER))).hasSize(1);
    }

    @Test
    void givesAllOfManyDevicesOnceEach() {
        int many = 230;
        List<String> pems = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            TestDevice device = owner.claimed("fleet");
            // a whole page of devices without a certificate is no end
            if (i < 5 || i > 120) {
                expected.add(device.uuid().toString());
                pems.add(issued(owner, device).pem());
            }
        }
        service.database.execute("UPDATE claimed_device SET queue_status = 'PROVISIONED' WHERE tags @> ARRAY['fleet']");
        List<List<String>> rows = rows(owner.get(HANDOVER + "?tag=fleet"));
        assertThat(rows.stream().map(List::getFirst)).containsExactlyElementsOf(expected);
        assertThat(rows.stream().map(List::getLast)).containsExactlyElementsOf(pems);
        assertThat(new HashSet<>(devices(owner.getAs(HANDOVER, NDJSON)))).isEqualTo(new HashSet<>(expected));
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(owner.get(HANDOVER + "?status=NEW&secTag=x&fwTypes=A%20B&subType=a%0Ab")
                        .isProblem(40003)
                        .message())
                .contains("status", "secTag", "fwTypes", "subType");
        owner.send("GET", HANDOVER, "", Map.of("Accept", "application/pdf")).isProblem(40600);
    }
}
