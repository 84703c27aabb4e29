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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The first example of docs/onboarding.md, with the rule that stands there: a real broker lets in whom it should, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class OwnMqttBrokerTest {
    private static final long SEC_TAG = 4242;
    private static final Path EXAMPLES = Path.of(System.getProperty("latebind.docs"), "onboarding");

    private Path folder;

    private OpenSsl openssl;

    private LatebindProcess service;

    private Mosquitto broker;

    private ModemContents modem;

    private OpenSsl.Identity device;

    @BeforeAll
    void onboardADevice(@TempDir Path temporary) throws Exception {
        folder = temporary;
        openssl = new OpenSsl(folder);
        service = LatebindProcess.start(folder.resolve("data"), "--public-host", "localhost");
        OpenSsl.Identity root = openssl.selfSigned("broker-root", "broker root");
        broker = Mosquitto.start(folder, authority("mqtt-devices"), openssl.signed("broker", "localhost", root));

        applyExamples(root);
        modem = simulated("mqtt");
        device = new OpenSsl.Identity(
                Files.writeString(folder.resolve("device.pem"), modem.certificate(SEC_TAG)),
                Files.writeString(folder.resolve("device.key"), modem.privateKey(SEC_TAG)));
    }

    @AfterAll
    void stop() {
        if (broker != null) {
            broker.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @Test
    void brokerLetsInTheDeviceWithWhatItWasGiven() throws Exception {
        String topic = "devices/" + modem.uuid() + "/hello";
        assertThat(publish(topic, Optional.of(device))).as(broker.told()).isZero();
        try (RunningProgram subscriber = RunningProgram.start(
                client("mosquitto_sub", topic, Optional.of(device), "-C", "1", "-W", "20"), Map.of())) {
            assertThat(subscriber.awaitExit(RunningProgram.LIMIT))
                    .as(broker.told())
                    .isZero();
            assertThat(subscriber.out()).containsExactly("here I am");
        }
        // the name in the certificate decides what the device may do
        assertThat(broker.told()).contains("u'" + modem.uuid() + "'");
    }

    @Test
    void brokerLetsInNoOther() throws Exception {
        String topic = "devices/" + modem.uuid() + "/hello";
        assertThat(publish(topic, Optional.empty())).as("without a certificate").isNotZero();
        OpenSsl.Identity selfSigned = openssl.selfSigned("self-signed", modem.uuid());
        assertThat(publish(topic, Optional.of(selfSigned))).as("self-signed").isNotZero();
        OpenSsl.Identity other =
                openssl.signed("of-another", modem.uuid(), openssl.selfSigned("another", "another CA"));
        assertThat(publish(topic, Optional.of(other)))
                .as("of another authority")
                .isNotZero();
        OpenSsl.Identity borrowed = new OpenSsl.Identity(device.certificate(), selfSigned.key());
        assertThat(publish(topic, Optional.of(borrowed))).as("without its key").isNotZero();
        assertThat(publish(topic, Optional.of(device)))
                .as("the broker still listens")
                .isZero();
    }

    @Test
    void brokerDoesNotLetInDevicesOfAnotherAuthorityOfTheService() throws Exception {
        authority("other-devices");
        assertThat(service.rest()
                        .post(
                                "/v1/provisioning-rules",
                                "{\"name\":\"other\",\"tags\":[\"other\"],\"commands\":[{\"request\":{\"cloudAccessKeyGeneration\":"
                                        + "{\"secTag\":" + SEC_TAG + ",\"authority\":\"other-devices\"}}}]}")
                        .status())
                .isEqualTo(201);
        ModemContents other = simulated("other");
        OpenSsl.Identity identity = new OpenSsl.Identity(
                Files.writeString(folder.resolve("other.pem"), other.certificate(SEC_TAG)),
                Files.writeString(folder.resolve("other.key"), other.privateKey(SEC_TAG)));
        assertThat(publish("devices/" + other.uuid() + "/hello", Optional.of(identity)))
                .isNotZero();
    }

    /** All three: the service must take the others as well, whose roots are stood in for by another one. */
    private void applyExamples(OpenSsl.Identity brokerRoot) throws Exception {
        authority("aws-devices");
        authority("azure-devices");
        for (String root : List.of("AmazonRootCA1.pem", "DigiCertGlobalRootG2.pem")) {
            Files.copy(brokerRoot.certificate(), folder.resolve(root));
        }
        List<String> words = new ArrayList<>(List.of("rules", "apply", "--yes"));
        for (String example : List.of("mqtt-broker.yaml", "aws-iot.yaml", "azure-iot-hub.yaml")) {
            words.addAll(List.of(
                    "-f",
                    Files.copy(EXAMPLES.resolve(example), folder.resolve(example))
                            .toString()));
        }
        Map<String, String> environment =
                Map.of("LATEBIND_URL", service.api().toString(), "LATEBIND_API_KEY", service.ownerKey());
        try (RunningProgram program = RunningProgram.latebind(environment, words)) {
            assertThat(program.awaitExit(RunningProgram.LIMIT))
                    .as(program.told())
                    .isZero();
        }
    }

    /** A new authority of the service; the file has the certificates that a broker needs. */
    private Path authority(String name) throws Exception {
        Rest.Answer made = service.rest().post("/v1/certificate-authorities", "{\"name\":\"" + name + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return Files.writeString(
                folder.resolve(name + ".pem"),
                made.json().path("certificateChain").stringValue());
    }

    /** A simulated device that was claimed with this tag, and provisioned. */
    private ModemContents simulated(String tag) throws Exception {
        Path identity = folder.resolve(tag + ".json");
        List<String> words =
                new ArrayList<>(List.of("simulate", "--interval", "500ms", "--identity", identity.toString()));
        words.addAll(List.of("--device-url", service.coapUrl().toString()));
        words.addAll(List.of("--ca", service.rootCertificate().toString()));
        try (RunningProgram program = RunningProgram.latebind(words)) {
            Await.until(
                    RunningProgram.LIMIT, "the device is there", () -> Files.exists(identity) || !program.isAlive());
            String token = ModemContents.read(identity).attestationToken();
            Rest.Answer claim = service.rest()
                    .post("/v1/claimed-devices", "{\"claimToken\":\"" + token + "\",\"tags\":[\"" + tag + "\"]}");
            assertThat(claim.status()).as(claim.body()).isEqualTo(201);
            assertThat(program.awaitExit(RunningProgram.LIMIT))
                    .as(program.told())
                    .isZero();
        }
        return ModemContents.read(identity);
    }

    /** The exit code: not 0 when the broker does not let the client in. */
    private int publish(String topic, Optional<OpenSsl.Identity> identity) throws Exception {
        List<String> command = client("mosquitto_pub", topic, identity, "-r", "-q", "1", "-m", "here I am");
        try (RunningProgram publisher = RunningProgram.start(command, Map.of())) {
            return publisher.awaitExit(RunningProgram.LIMIT);
        }
    }

    private List<String> client(String program, String topic, Optional<OpenSsl.Identity> identity, String... more)
            throws Exception {
        Path trusted = Files.writeString(folder.resolve("trusted.pem"), modem.root(SEC_TAG));
        List<String> command =
                new ArrayList<>(List.of(program, "-h", "localhost", "-p", "" + broker.port(), "-t", topic));
        command.addAll(List.of("--cafile", trusted.toString()));
        identity.ifPresent(own -> {
            command.addAll(List.of("--cert", own.certificate().toString()));
            command.addAll(List.of("--key", own.key().toString()));
        });
        command.addAll(List.of(more));
        return command;
    }
}
