package io.latebind.acceptance.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.OpenSsl;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A fleet on both transports, with the rule and the tag that the vendor's onboarding tools make. */
class FleetByVendorRuleTest {
    private static final int DEVICES = 100;
    private static final String TAG = "nrf-cloud-onboarding";

    @TempDir
    private Path folder;

    @Test
    void fleetOfAHundredIsProvisionedAndEachCertificateVerifies() throws Exception {
        OpenSsl openssl = new OpenSsl(folder);
        String root =
                Files.readString(openssl.selfSigned("mqtt-root", "MQTT root").certificate());
        String coapRoot =
                Files.readString(openssl.selfSigned("coap-root", "CoAP root").certificate());
        try (LatebindProcess service = LatebindProcess.start(folder.resolve("data"), "--public-host", "localhost")) {
            Rest rest = service.rest();
            created(
                    rest,
                    "/v1/provisioning/tags",
                    "{\"tag\":\"" + TAG + "\",\"description\":\"Devices to be onboarded\"}");
            created(rest, "/v1/provisioning-rules", rule(root, coapRoot));
            try (RunningProgram fleet = fleet(service)) {
                claimAll(service, fleet);
                assertThat(fleet.awaitExit(RunningProgram.LIMIT))
                        .as(fleet.told())
                        .isZero();
            }
            assertThat(total(rest, "/v1/claimed-devices?status=PROVISIONED&tag=" + TAG))
                    .isEqualTo(DEVICES);
            assertThat(total(rest, "/v1/certificates?state=ACTIVE")).isEqualTo(DEVICES);
            verifyAll(rest);
        }
    }

    private static String rule(String root, String coapRoot) {
        ObjectNode rule = JsonMapper.shared().createObjectNode().put("name", "nRF Cloud Onboarding");
        rule.put("description", "Keys, certificates and roots");
        rule.putArray("tags").add(TAG);
        ArrayNode commands = rule.putArray("commands");
        request(commands, "clientPrivateKeyGeneration").put("secTag", 16842755);
        request(commands, "cloudAccessKeyGeneration").put("secTag", 16842753);
        request(commands, "serverCertificate").put("secTag", 16842753).put("content", root);
        request(commands, "serverCertificate").put("secTag", 16842755).put("content", coapRoot);
        return rule.toString();
    }

    private static ObjectNode request(ArrayNode commands, String type) {
        return commands.addObject()
                .put("description", type)
                .putObject("request")
                .putObject(type);
    }

    private static void created(Rest rest, String path, String body) {
        Rest.Answer answer = rest.post(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private RunningProgram fleet(LatebindProcess service) {
        List<String> words = new ArrayList<>(List.of("simulate", "--devices", "" + DEVICES, "--seed", "2911"));
        words.addAll(List.of("--transport", "mixed", "--interval", "2s"));
        words.addAll(List.of("--device-url", service.deviceUrl().toString()));
        words.addAll(List.of("--coap-url", service.coapUrl().toString()));
        words.addAll(List.of("--ca", service.rootCertificate().toString()));
        words.addAll(List.of("--tokens", folder.resolve("tokens").toString()));
        return RunningProgram.latebind(words);
    }

    private void claimAll(LatebindProcess service, RunningProgram fleet) {
        Path tokens = folder.resolve("tokens");
        Await.until(RunningProgram.LIMIT, "all tokens are written", () -> !fleet.isAlive() || lines(tokens) >= DEVICES);
        Map<String, String> environment =
                Map.of("LATEBIND_URL", service.api().toString(), "LATEBIND_API_KEY", service.ownerKey());
        List<String> words = List.of("claim", "--file", tokens.toString(), "--tags", TAG);
        try (RunningProgram claim = RunningProgram.latebind(environment, words)) {
            assertThat(claim.awaitExit(RunningProgram.LIMIT)).as(claim.told()).isZero();
        }
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readString(file).chars().filter(c -> c == '\n').count()
                    : 0;
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static long total(Rest rest, String path) {
        return rest.get(path).json().path("total").longValue();
    }

    /** By openssl, under the authority that the API shows; each names the device that it was issued to. */
    private void verifyAll(Rest rest) throws Exception {
        JsonNode certificates =
                rest.get("/v1/certificates?pageLimit=" + DEVICES).json().path("items");
        JsonNode authorities = rest.get("/v1/certificate-authorities").json().path("items");
        assertThat(authorities).hasSize(1);
        Path trusted = Files.writeString(
                folder.resolve("authorities.pem"),
                authorities.path(0).path("certificateChain").stringValue());
        List<String> words = new ArrayList<>(List.of("openssl", "verify", "-CAfile", trusted.toString()));
        Set<String> devices = new HashSet<>();
        for (JsonNode certificate : certificates) {
            String device = certificate.path("deviceId").stringValue();
            devices.add(device);
            assertThat(certificate.path("subject").stringValue()).isEqualTo("CN=" + device);
            String pem = rest.get("/v1/certificates/" + certificate.path("id").stringValue() + "/pem")
                    .body();
            words.add(Files.writeString(folder.resolve(device + ".pem"), pem).toString());
        }
        assertThat(devices).hasSize(DEVICES);
        try (RunningProgram verify = RunningProgram.start(words, Map.of())) {
            assertThat(verify.awaitExit(RunningProgram.LIMIT)).as(verify.told()).isZero();
            assertThat(verify.out()).hasSize(DEVICES).allMatch(line -> line.endsWith(".pem: OK"));
        }
    }
}
