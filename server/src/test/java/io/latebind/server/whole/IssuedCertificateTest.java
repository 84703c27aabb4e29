package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static io.latebind.server.whole.RequestSamples.FINISHED;
import static io.latebind.server.whole.RuleSamples.RULES;
import static io.latebind.server.whole.RuleSamples.TAGS;
import static io.latebind.server.whole.RuleSamples.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.Await;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import io.latebind.server.certificate.OpenSsl;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Certificates that the service issues in the device's visit, over HTTPS and REST (specification 4.1). */
@ExtendWith(SharedService.class)
class IssuedCertificateTest {
    private static final int ROOT_CA = 0;
    private static final int CLIENT_CERTIFICATE = 1;
    private static final int TAG = 16842753;
    private static final String CLOUD_KEY = "{\"cloudAccessKeyGeneration\":{\"secTag\":" + TAG + "}}";
    private static final String SIGNED_CSR = "{\"certificateSigningRequest\":{\"secTag\":" + TAG
            + ",\"attributes\":\"O=anything\",\"keyUsage\":\"101010000\",\"sign\":true}}";
    private static final String SERVER_CERTIFICATE =
            RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE);

    private final RunningService service;
    private final ApiClient owner;

    @TempDir
    Path folder;

    IssuedCertificateTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    @Test
    void bringsTheCertificateIntoTheModemOfAQueueMadeByHandInOneGo() {
        TestDevice device = owner.claimed();
        TestModem modem = new TestModem(device);
        DeviceClient client = service.deviceClient(device);
        String key = owner.added(device, CLOUD_KEY);
        owner.added(device, SERVER_CERTIFICATE);
        owner.added(device, FINISHED);

        List<DeviceCommand> first = client.fetch();
        assertThat(first)
                .as("finished waits for the certificate")
                .noneMatch(DeviceCommand.FinishedCommand.class::isInstance);
        client.report(modem.execute(first));
        assertThat(types(device))
                .as("there before the report is answered")
                .containsExactly("cloudAccessKeyGeneration", "serverCertificate", "clientCertificate", "finished");
        List<DeviceCommand> second = client.fetch();
        assertThat(second.getLast()).isInstanceOf(DeviceCommand.FinishedCommand.class);
        client.report(modem.execute(second));

        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        assertVerifies(modem.credential(TAG, CLIENT_CERTIFICATE).orElseThrow(), device);
        assertCertifies(modem);
        JsonNode certificate = commands(device).get(2);
        assertThat(certificate.get("createdBy").stringValue()).isEqualTo("service");
        assertThat(certificate.get("issuedFor").stringValue()).isEqualTo(key);
        assertThat(owner.command(device, key).text("/response/cloudAccessKeyGeneration/message"))
                .contains(".");
        assertThat(HistoryLines.of(owner, device).text("CERTIFICATE_ISSUED")).contains("secTag " + TAG, "valid until");
    }

    @Test
    void signsACertificateSigningRequestThatSaysSo() {
        TestDevice device = owner.claimed();
        TestModem modem = new TestModem(device);
        owner.added(device, SIGNED_CSR);
        assertThat(owner.get(queue(device))
                        .is(200)
                        .json()
                        .at("/items/0/request/certificateSigningRequest/sign")
                        .booleanValue())
                .isTrue();
        DeviceClient client = service.deviceClient(device);
        client.report(modem.execute(client.fetch()));
        client.report(modem.execute(client.fetch()));
        assertVerifies(modem.credential(TAG, CLIENT_CERTIFICATE).orElseThrow(), device);
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    /** What the tools of the original service set up: a tag and a rule once, and then nothing but claims. */
    @Test
    void onboardsADeviceWithTheRuleOfExistingTools() {
        owner.post(TAGS, "{\"tag\":\"nrf-cloud-onboarding\",\"description\":\"onboarding\"}")
                .is(201);
        owner.post(
                        RULES,
                        rule(
                                "nRF Cloud onboarding",
                                "nrf-cloud-onboarding",
                                "{\"clientPrivateKeyGeneration\":{\"secTag\":42}}",
                                CLOUD_KEY,
                                SERVER_CERTIFICATE,
                                RequestSamples.certificate("serverCertificate", PemSamples.CERTIFICATE)))
                .is(201);
        TestDevice device = TestDevice.create();
        owner.claim(device, "nrf-cloud-onboarding").is(201);
        TestModem modem = new TestModem(device);
        DeviceClient client = service.deviceClient(device);
        int rounds = 0;
        for (List<DeviceCommand> batch = fetch(client); !batch.isEmpty(); batch = fetch(client)) {
            client.report(modem.execute(batch));
            rounds++;
        }
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        assertThat(rounds).as("as few as the standard buffers allow").isLessThanOrEqualTo(5);
        assertThat(types(device))
                .containsExactly(
                        "clientPrivateKeyGeneration",
                        "cloudAccessKeyGeneration",
                        "serverCertificate",
                        "serverCertificate",
                        "clientCertificate");
        assertVerifies(modem.credential(TAG, CLIENT_CERTIFICATE).orElseThrow(), device);
        assertCertifies(modem);
        assertThat(modem.credential(42, CLIENT_CERTIFICATE)).isEmpty();
        assertThat(modem.credential(Integer.MAX_VALUE, ROOT_CA)).isPresent();
    }

    @Test
    void namesTheCheckThatATokenFails() {
        TestDevice device = owner.claimed();
        String key = owner.added(device, CLOUD_KEY);
        DeviceClient client = service.deviceClient(device);
        List<DeviceCommand> batch = client.fetch();
        List<DeviceResponse> forged = new ArrayList<>(DeviceClient.successes(batch));
        forged.set(
                1,
                new DeviceResponse.AtResponse(
                        batch.get(1).correlation(),
                        "%KEYGEN: \"" + TestKeygen.genuine(TestDevice.create(), TestKeygen.newKey(), TAG) + "\"\r\n"));
        client.report(forged);
        Answer failed = owner.command(device, key).is(200);
        assertThat(failed.text("/status")).isEqualTo("FAILED");
        assertThat(failed.text("/response/error/message")).contains("the check of the device UUID failed");
        HistoryLines history = HistoryLines.of(owner, device);
        assertThat(history.text("KEY_REFUSED"))
                .contains("the device UUID", device.uuid().toString());
        assertThat(history.advice("KEY_REFUSED")).contains("reset the command");
        assertThat(owner.status(device)).isEqualTo("ERROR");
    }

    /** An authority of a kind that this service cannot sign with, as an older one beside a newer one has it, is one that is away. */
    @Test
    void shows500AndThePendingIssuanceUntilTheSignerIsBackAndThenAllGetTheirCertificates() {
        TestDevice first = warmUp();
        switchKind(first, "EST");
        List<TestDevice> devices = new ArrayList<>();
        List<TestModem> modems = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestDevice device = owner.claimed();
            TestModem modem = new TestModem(device);
            owner.added(device, CLOUD_KEY);
            owner.added(device, FINISHED);
            DeviceClient client = service.deviceClient(device);
            client.report(modem.execute(client.fetch()));
            assertThat(client.fetchAnswer("").statusCode()).isEqualTo(500);
            devices.add(device);
            modems.add(modem);
        }
        JsonNode pending = commands(devices.getFirst()).get(0).get("issuance");
        assertThat(pending.get("state").stringValue()).isEqualTo("PENDING");
        assertThat(pending.get("problem").stringValue()).isNotEmpty();
        assertThat(owner.status(devices.getFirst())).isEqualTo("PROVISIONING");

        TestDevice cancelled = devices.removeLast();
        String key = commands(cancelled).get(0).get("id").stringValue();
        owner.post(queue(cancelled) + "/discard").is(204);
        assertThat(owner.command(cancelled, key).is(200).json().has("issuance")).isFalse();
        assertThat(service.deviceClient(cancelled).fetchAnswer("").statusCode()).isEqualTo(204);

        switchKind(first, "BUILTIN");
        for (int i = 0; i < devices.size(); i++) {
            TestDevice device = devices.get(i);
            DeviceClient client = service.deviceClient(device);
            Await.until(
                    "the certificate of " + device.uuid(), () -> types(device).contains("clientCertificate"));
            client.report(modems.get(i).execute(client.fetch()));
            assertThat(owner.status(device)).isEqualTo("PROVISIONED");
            assertVerifies(modems.get(i).credential(TAG, CLIENT_CERTIFICATE).orElseThrow(), device);
        }
        assertThat(types(cancelled)).containsExactly("cloudAccessKeyGeneration");
    }

    @Test
    void refusesWhatNoAuthorityOrProfileSigns() {
        TestDevice device = owner.claimed();
        Answer refused = owner.add(device, named("cloudAccessKeyGeneration", "\"authority\":\"nobody\""))
                .isProblem(40005);
        assertThat(refused.message()).contains("no certificate authority", "nobody");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/request/cloudAccessKeyGeneration");
        owner.add(device, named("cloudAccessKeyGeneration", "\"profile\":\"nothing\""))
                .isProblem(40005);
        assertThat(owner.post(RULES, rule("cloud", "t", named("cloudAccessKeyGeneration", "\"authority\":\"nobody\"")))
                        .isProblem(40005)
                        .text("/errors/0/pointer"))
                .isEqualTo("/commands/0/request/cloudAccessKeyGeneration");
        owner.add(device, named("cloudAccessKeyGeneration", "\"authority\":\" \""))
                .isProblem(40002);
        owner.add(
                        device,
                        "{\"certificateSigningRequest\":{\"secTag\":1,\"attributes\":\"\",\"keyUsage\":\"101010000\","
                                + "\"authority\":\"nobody\"}}")
                .isProblem(40002);
        assertThat(types(device)).isEmpty();
    }

    /** A rule whose authority demands the registry passes over devices without an entry, and the preview says why. */
    @Test
    void passesOverDevicesThatTheAuthorityOfARuleDoesNotSignFor() {
        warmUp();
        String rule = owner.post(RULES, rule("cloud", "registered", CLOUD_KEY))
                .is(201)
                .id();
        TestDevice device = owner.claimed("registered");
        execute(
                "UPDATE certificate_authority SET trust = 'REGISTRY' WHERE team_id = (SELECT team_id FROM claimed_device"
                        + " WHERE device_uuid = '" + device.uuid() + "')");
        assertThat(service.deviceClient(device).fetch()).isEmpty();
        assertThat(types(device)).isEmpty();
        assertThat(owner.get(RULES + "/" + rule + "/reach")
                        .is(200)
                        .json()
                        .at("/devices/notTrusted")
                        .intValue())
                .isEqualTo(1);
        assertThat(owner.get(queue(device) + "/preview").is(200).text("/withheld/0/reason"))
                .contains("certificate authority", "identity registry");
        owner.add(device, CLOUD_KEY).isProblem(40005);
    }

    @Test
    void keepsTheNamesInAChangedCommand() {
        TestDevice device = owner.claimed();
        String key = owner.added(device, named("cloudAccessKeyGeneration", "\"profile\":\"default\""));
        owner.patch(
                        queue(device) + "/" + key,
                        "{\"request\":" + named("cloudAccessKeyGeneration", "\"authority\":\"nobody\"") + "}")
                .isProblem(40005);
        assertThat(owner.command(device, key).text("/request/cloudAccessKeyGeneration/profile"))
                .isEqualTo("default");
        owner.patch(queue(device) + "/" + key, "{\"request\":{\"cloudAccessKeyGeneration\":{\"secTag\":3}}}")
                .is(200);
        assertThat(owner.command(device, key)
                        .json()
                        .at("/request/cloudAccessKeyGeneration")
                        .has("profile"))
                .isFalse();
    }

    private static String named(String type, String more) {
        return "{\"" + type + "\":{\"secTag\":" + TAG + "," + more + "}}";
    }

    /** The team's authority is there from its first certificate on. */
    private TestDevice warmUp() {
        TestDevice device = owner.claimed();
        owner.added(device, CLOUD_KEY);
        DeviceClient client = service.deviceClient(device);
        client.report(new TestModem(device).execute(client.fetch()));
        assertThat(types(device)).contains("clientCertificate");
        return device;
    }

    /** With the buffers of the official client. */
    private static List<DeviceCommand> fetch(DeviceClient client) {
        HttpResponse<byte[]> answer = client.fetchAnswer("?rxMaxSize=4096&txMaxSize=4096&limit=10");
        return answer.statusCode() == 204 ? List.of() : DeviceClient.decoded(answer.body());
    }

    private void switchKind(TestDevice ofTeam, String kind) {
        execute("UPDATE certificate_authority SET kind = '" + kind
                + "' WHERE team_id = (SELECT team_id FROM claimed_device" + " WHERE device_uuid = '" + ofTeam.uuid()
                + "')");
    }

    private List<JsonNode> commands(TestDevice device) {
        return owner.get(queue(device) + "?pageLimit=100")
                .is(200)
                .json()
                .get("items")
                .valueStream()
                .toList();
    }

    private List<String> types(TestDevice device) {
        return commands(device).stream()
                .flatMap(command -> command.get("request").propertyNames().stream())
                .toList();
    }

    private void assertCertifies(TestModem modem) {
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file("leaf.pem", modem.credential(TAG, CLIENT_CERTIFICATE).orElseThrow());
        String key =
                openssl.good("x509", "-in", "leaf.pem", "-noout", "-pubkey").replaceAll("-----.*-----|\\s", "");
        assertThat(key)
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(modem.key(TAG).getPublic().getEncoded()));
    }

    private void assertVerifies(String pem, TestDevice device) {
        OpenSsl openssl = new OpenSsl(folder);
        List<byte[]> chain = authority(device);
        openssl.file("leaf.pem", pem);
        openssl.file("issuing.pem", pem(chain.getFirst()));
        openssl.file("root.pem", pem(chain.getLast()));
        openssl.good(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "leaf.pem");
        assertThat(openssl.good("x509", "-in", "leaf.pem", "-noout", "-subject"))
                .contains("CN = " + device.uuid());
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END CERTIFICATE-----\n";
    }

    /** The chain of the authority of the device's team. */
    private List<byte[]> authority(TestDevice device) {
        String sql =
                "SELECT a.chain FROM certificate_authority a JOIN claimed_device c USING (team_id) WHERE c.device_uuid = '"
                        + device.uuid() + "'";
        try (Connection connection = service.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            Array chain = row.getArray(1);
            return List.of((byte[][]) chain.getArray());
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    private void execute(String sql) {
        service.database.execute(sql);
    }
}
