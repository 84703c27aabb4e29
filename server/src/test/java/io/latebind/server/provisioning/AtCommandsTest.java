package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent to the device for each type, to the letter (the table of specification 4), and 519 on a write. */
class AtCommandsTest {
    private static final List<Long> NONE = List.of();
    private static final List<Long> NOT_FOUND = List.of(513L);

    private final QueueScript script = new QueueScript();

    @Test
    void clientPrivateKeyGeneration() {
        CommandId id = script.add(Requests.key(16842753));
        assertThat(batch())
                .containsExactly(
                        new AtCommand(id + ".1.s", "%CMNG", "3,16842753,2", NOT_FOUND),
                        new AtCommand(id + ".1", "%KEYGEN", "16842753,2,1", NONE));
    }

    @Test
    void certificateSigningRequest() {
        CommandId id = script.add(Requests.csr(0, "O=Example,CN=device-1"));
        assertThat(batch())
                .containsExactly(
                        new AtCommand(id + ".1.s", "%CMNG", "3,0,2", NOT_FOUND),
                        new AtCommand(id + ".1", "%KEYGEN", "0,2,0,\"O=Example,CN=device-1\",\"101010000\"", NONE));
    }

    @Test
    void certificateSigningRequestWithoutAttributes() {
        script.add(Requests.csr(2147483647, ""));
        assertThat(batch().getLast()).extracting("parameters").isEqualTo("2147483647,2,0,\"\",\"101010000\"");
    }

    @Test
    void certificateSigningRequestThatTheServiceSigns() {
        script.add(Requests.signedCsr(7, "CN=a"));
        assertThat(batch().getLast()).extracting("parameters").isEqualTo("7,2,0,\"CN=a\",\"101010000\"");
    }

    @Test
    void cloudAccessKeyGeneration() {
        CommandId id = script.add(Requests.cloudKey(16842753));
        assertThat(batch())
                .containsExactly(
                        new AtCommand(id + ".1.s", "%CMNG", "3,16842753,2", NOT_FOUND),
                        new AtCommand(id + ".1", "%KEYGEN", "16842753,2,0", NONE));
    }

    @Test
    void serverCertificate() {
        CommandId id = script.add(Requests.serverCertificate(5, "PEM\nLINE\n"));
        assertThat(batch()).containsExactly(new AtCommand(id + ".1", "%CMNG", "0,5,0,\"PEM\nLINE\n\"", NONE));
    }

    @Test
    void clientCertificate() {
        CommandId id = script.add(Requests.clientCertificate(5, "PEM"));
        assertThat(batch()).containsExactly(new AtCommand(id + ".1", "%CMNG", "0,5,1,\"PEM\"", NONE));
    }

    @Test
    void clientPrivateKey() {
        CommandId id = script.add(Requests.clientPrivateKey(5, "PEM", "pass word"));
        assertThat(batch()).containsExactly(new AtCommand(id + ".1", "%CMNG", "0,5,2,\"PEM\",\"pass word\"", NONE));
    }

    @Test
    void preSharedKeyWritesTheIdentityFirst() {
        CommandId id = script.add(Requests.psk(5, "device-1", "00ff"));
        assertThat(batch())
                .containsExactly(
                        new AtCommand(id + ".1.s", "%CMNG", "0,5,4,\"device-1\"", NONE),
                        new AtCommand(id + ".1", "%CMNG", "0,5,3,\"00ff\"", NONE));
    }

    @Test
    void endorsementKeyGeneration() {
        CommandId id = script.add(Requests.endorsementKey(5));
        assertThat(batch()).containsExactly(new AtCommand(id + ".1", "%KEYGEN", "5,8,1", NONE));
    }

    @Test
    void configKeepsTheOrderOfItsPairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("z", "1");
        pairs.put("a", "ü");
        pairs.put("m", "");
        CommandId id = script.add(new CommandRequest.Config(pairs));
        ConfigCommand sent = (ConfigCommand) batch().getFirst();
        assertThat(sent.correlation()).isEqualTo(id + ".1");
        assertThat(sent.settings()).containsExactlyEntriesOf(pairs);
    }

    @Test
    void finished() {
        CommandId id = script.add(Requests.finished());
        assertThat(batch()).containsExactly(new FinishedCommand(id + ".1"));
    }

    @Test
    void aWriteThatFindsThePlaceOccupiedIsDeliveredOnceMoreWithADeletionBeforeIt() {
        CommandId id = script.add(Requests.serverCertificate(5, "PEM"));
        CommandId behind = script.add(Requests.config());
        script.fetch();
        script.turnPage();
        script.report(error(id + ".1", 519));
        assertThat(script.statuses()).containsExactly(PENDING, PENDING);
        assertThat(script.kinds()).containsExactly(Kind.OVERWRITTEN);
        assertThat(batch())
                .startsWith(
                        new AtCommand(id + ".3.s", "%CMNG", "3,5,0", NOT_FOUND),
                        new AtCommand(id + ".3", "%CMNG", "0,5,0,\"PEM\"", NONE))
                .hasSize(3);
        script.report(
                new DeviceResponse.AtResponse(id + ".3.s", "OK\r\n"),
                new DeviceResponse.AtResponse(id + ".3", "OK\r\n"),
                new DeviceResponse.ConfigResponse(behind + ".4"));
        assertThat(script.statuses()).containsOnly(SUCCEEDED);
    }

    @Test
    void theDeletionNamesTheKindOfCredential() {
        script.add(Requests.clientCertificate(5, "PEM"));
        script.report(error(script.fetch().getFirst(), 519));
        assertThat(batch().getFirst()).extracting("parameters").isEqualTo("3,5,1");
        script.discard();
        script.add(Requests.clientPrivateKey(5, "PEM", "pw"));
        script.report(error(script.fetch().getFirst(), 519));
        assertThat(batch().getFirst()).extracting("parameters").isEqualTo("3,5,2");
    }

    @Test
    void forAPreSharedKeyTheDeletionsComeFirst() {
        CommandId id = script.add(Requests.psk(5, "device-1", "00ff"));
        script.fetch();
        script.report(error(id + ".1.s", 519));
        assertThat(script.commandStatus(id)).isEqualTo(PENDING);
        assertThat(batch())
                .containsExactly(
                        new AtCommand(id + ".2.s", "%CMNG", "3,5,4", NOT_FOUND),
                        new AtCommand(id + ".2.s1", "%CMNG", "3,5,3", NOT_FOUND),
                        new AtCommand(id + ".2.s2", "%CMNG", "0,5,4,\"device-1\"", NONE),
                        new AtCommand(id + ".2", "%CMNG", "0,5,3,\"00ff\"", NONE));
        script.report(error(id + ".2.s2", 515));
        assertThat(script.commandStatus(id)).isEqualTo(FAILED);
    }

    @Test
    void onlyOnceMore() {
        CommandId id = script.add(Requests.psk(5, "device-1", "00ff"));
        script.report(error(script.fetch().getLast(), 519));
        script.report(error(script.fetch().getLast(), 519));
        assertThat(script.commandStatus(id)).isEqualTo(FAILED);
    }

    @Test
    void aKeyGenerationThatFindsItsPlaceOccupiedFails() {
        CommandId id = script.add(Requests.key(5));
        script.report(error(script.fetch().getLast(), 519));
        assertThat(script.commandStatus(id)).isEqualTo(FAILED);
        assertThat(script.kinds()).endsWith(Kind.FAILED);
    }

    private List<DeviceCommand> batch() {
        return script.fetch(false, "");
    }
}
