package io.latebind.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The customer's guide, walked by the script that the documentation offers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class GuideWalkTest {
    private static final Pattern DEVICE = Pattern.compile("Device ([0-9a-f-]{36}), its attestation token:");

    private Path directory;

    private LatebindProcess service;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        service = LatebindProcess.start(directory.resolve("data"), "--public-host", "localhost");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void everyExampleOfTheGuideBringsTheDeviceToProvisioned() {
        try (Device device = device("one")) {
            List<String> told = walk(device, Map.of());
            assertThat(told.getLast()).contains(device.uuid(), "\"status\":\"PROVISIONED\"");
            assertThat(service.rest()
                            .get("/v1/claimed-devices/" + device.uuid() + "/provisioning")
                            .json()
                            .path("items")
                            .findValuesAsString("status"))
                    .hasSize(8)
                    .containsOnly("SUCCEEDED");
        }
    }

    @Test
    void withoutFinishedTheDeviceAwaitsAndItsSignedCertificateBringsItToProvisioned() {
        try (Device device = device("two")) {
            List<String> told = walk(device, Map.of("FINISH", "no"));
            assertThat(told)
                    .anyMatch(line -> line.contains(device.uuid()) && line.contains("\"status\":\"AWAITING\""))
                    .anyMatch(line -> line.startsWith("signed for: ") && line.contains("0123456789"));
            assertThat(told.getLast()).contains(device.uuid(), "\"status\":\"PROVISIONED\"");
            assertThat(service.rest()
                            .get("/v1/claimed-devices/" + device.uuid() + "/provisioning")
                            .json()
                            .path("items")
                            .get(7)
                            .has("warnings"))
                    .as("a warning that the certificate does not belong to the key")
                    .isFalse();
        }
    }

    @Test
    void shortenedPemsOfTheGuideAreRefusedWithTheReason() {
        try (Device device = device("three")) {
            Rest rest = service.rest();
            rest.post("/v1/claimed-devices", "{\"claimToken\":\"" + device.token() + "\"}");
            String certificate =
                    "\"content\":\"-----BEGIN CERTIFICATE-----\\nMIIDSjCCA...bKbYK7p2CNTUQ\\n-----END CERTIFICATE-----\"";
            String key =
                    "\"content\":\"-----BEGIN ENCRYPTED PRIVATE KEY-----\\nMIICz...ukBu\\n-----END ENCRYPTED PRIVATE KEY-----\",\"password\":\"abcdefg\"";
            Map.of("serverCertificate", certificate, "clientCertificate", certificate, "clientPrivateKey", key)
                    .forEach((type, content) -> {
                        Rest.Answer answer = rest.post(
                                "/v1/claimed-devices/" + device.uuid() + "/provisioning",
                                "{\"request\":{\"" + type + "\":{\"secTag\":16852753," + content + "}}}");
                        assertThat(answer.status()).isEqualTo(400);
                        assertThat(answer.body())
                                .contains("shortened PEM", "/request/" + type + "/content")
                                .doesNotContain("abcdefg", "ukBu");
                    });
        }
    }

    private List<String> walk(Device device, Map<String, String> more) {
        List<String> command = List.of(
                "bash",
                Path.of(System.getProperty("latebind.docs"), "guide-walk.sh").toString());
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("API_HOST", service.api().toString());
        environment.put("API_KEY", service.ownerKey());
        environment.put("CLAIM_TOKEN", device.token());
        environment.put("DEVICE_ID", device.uuid());
        try (RunningProgram script = RunningProgram.start(command, environment)) {
            int code = script.awaitExit(RunningProgram.LIMIT);
            assertThat(code).as(script.told() + device.program().told()).isZero();
            return script.out();
        }
    }

    /** A simulated device with an identity of its own. */
    private record Device(RunningProgram program, String uuid, String token) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
        }
    }

    private Device device(String name) {
        List<String> words = new ArrayList<>(List.of("simulate", "--until", "stopped", "--interval", "500ms"));
        words.addAll(List.of("--identity", directory.resolve(name).toString()));
        words.addAll(List.of("--device-url", service.deviceUrl().toString()));
        words.addAll(List.of("--ca", service.rootCertificate().toString()));
        RunningProgram program = RunningProgram.latebind(words);
        Await.until(
                RunningProgram.LIMIT,
                "the device tells its token",
                () -> program.out().size() > 2);
        Matcher first = DEVICE.matcher(program.out().getFirst());
        assertThat(first.matches()).as(program.told()).isTrue();
        return new Device(program, first.group(1), program.out().get(1));
    }
}
