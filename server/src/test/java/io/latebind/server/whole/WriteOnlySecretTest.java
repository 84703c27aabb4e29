package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Write-only parameters: never readable, encrypted at rest, erased when they are no longer needed (specification 2, 4). */
@ExtendWith(SharedService.class)
class WriteOnlySecretTest {
    private static final String SECRET = "C0FFEE00C0FFEE11C0FFEE22";

    private final RunningService service;
    private final ApiClient owner;

    WriteOnlySecretTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    record Held(TestDevice device, String psk, String key) {}

    private Held held() {
        TestDevice device = owner.claimed();
        String psk = owner.added(device, RequestSamples.psk(SECRET));
        String key =
                owner.added(device, RequestSamples.clientPrivateKey(PemSamples.ENCRYPTED_KEY, PemSamples.PASSWORD));
        return new Held(device, psk, key);
    }

    private static void assertNoSecretIn(String text) {
        String keyLine = PemSamples.ENCRYPTED_KEY.lines().skip(1).findFirst().orElseThrow();
        assertThat(List.of(SECRET, PemSamples.PASSWORD, keyLine)).noneMatch(text::contains);
        // bytes are hex in a row's text
        String hex = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII));
        assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(SECRET.toLowerCase(Locale.ROOT), hex);
    }

    /** Every column of every row that is about this device, as text. */
    private String rowsOf(TestDevice device) {
        UUID id = device.uuid().value();
        return String.valueOf(List.of(
                service.rows.query("SELECT d::text FROM device d WHERE uuid = ?", id),
                service.rows.query("SELECT c::text FROM claimed_device c WHERE device_uuid = ?", id),
                service.rows.query("SELECT q::text FROM provisioning_command q WHERE device_uuid = ?", id),
                service.rows.query("SELECT h::text FROM device_history h WHERE device_uuid = ?", id)));
    }

    private String storedSecret(String command) {
        return service.rows.value(
                "SELECT encode(secret, 'hex') FROM provisioning_command WHERE id = ?", UUID.fromString(command));
    }

    @Test
    void isInNoAnswerNoLogLineAndNoRow() {
        try (LogLines log = new LogLines()) {
            Held held = held();
            DeviceClient client = service.deviceClient(held.device());
            String path = queue(held.device());
            List<DeviceCommand> batch = client.fetch();
            assertThat(batch.stream()
                            .filter(DeviceCommand.AtCommand.class::isInstance)
                            .map(DeviceCommand.AtCommand.class::cast)
                            .map(DeviceCommand.AtCommand::parameters))
                    .as("the device gets them")
                    .anyMatch(parameters -> parameters.contains(SECRET))
                    .anyMatch(parameters -> parameters.contains(PemSamples.PASSWORD));
            client.fail(527);
            for (String at :
                    List.of(path, path + "/" + held.psk(), path + "/" + held.key(), device(held.device()), DEVICES)) {
                assertNoSecretIn(owner.get(at).is(200).body());
            }
            assertNoSecretIn(rowsOf(held.device()));
            assertNoSecretIn(
                    owner.post(path + "/" + held.psk() + "/reset").is(200).body());
            assertNoSecretIn(
                    owner.post(path + "/" + held.key() + "/skip").is(200).body());
            client.provision();
            assertNoSecretIn(rowsOf(held.device()));
            assertThat(log.all()).isNotEmpty();
            log.all().forEach(WriteOnlySecretTest::assertNoSecretIn);
        }
    }

    @Test
    void isEncryptedAtRestEachTimeDifferently() {
        Held held = held();
        String again = owner.added(held.device(), RequestSamples.psk(SECRET));
        assertThat(storedSecret(held.psk())).isNotEqualTo(storedSecret(again));
        for (String command : List.of(held.psk(), again, held.key())) {
            byte[] stored = HexFormat.of().parseHex(storedSecret(command));
            assertThat(stored).hasSizeGreaterThan(24);
            assertNoSecretIn(new String(stored, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void isErasedWhenItsCommandSucceeds() {
        Held held = held();
        service.deviceClient(held.device()).provision();
        assertThat(storedSecret(held.psk())).isEqualTo("null");
        assertThat(storedSecret(held.key())).isEqualTo("null");
    }

    @Test
    void isKeptWhileItsCommandMayBeSentAgain() {
        Held held = held();
        DeviceClient client = service.deviceClient(held.device());
        client.fail(527);
        assertThat(owner.status(held.device(), held.psk())).isEqualTo("FAILED");
        assertThat(storedSecret(held.psk())).isNotEqualTo("null");
        owner.post(queue(held.device()) + "/" + held.psk() + "/reset").is(200);
        client.provision();
        assertThat(owner.status(held.device(), held.psk())).isEqualTo("SUCCEEDED");
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of("skip", ending((owner, held) -> owner.post(path(held) + "/skip"))),
                Arguments.of("delete", ending((owner, held) -> owner.delete(path(held)))),
                Arguments.of("discard", ending((owner, held) -> owner.post(queue(held.device()) + "/discard"))),
                Arguments.of("unclaim", ending((owner, held) -> owner.delete(device(held.device())))));
    }

    private static BiConsumer<ApiClient, Held> ending(BiConsumer<ApiClient, Held> ending) {
        return ending;
    }

    private static String path(Held held) {
        return queue(held.device()) + "/" + held.psk();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void isErasedWhenItsCommandGoes(String name, BiConsumer<ApiClient, Held> ending) {
        Held held = held();
        ending.accept(owner, held);
        assertThat(service.rows.value(
                        "SELECT count(*) FROM provisioning_command WHERE id = ? AND secret IS NOT NULL",
                        UUID.fromString(held.psk())))
                .as(name)
                .isEqualTo("0");
    }

    @Test
    void keepsAnErasedCommandFromBeingResetAndNamesIt() {
        Held held = held();
        owner.post(path(held) + "/skip").is(200);
        assertThat(owner.post(path(held) + "/reset").isProblem(40902).message()).contains(held.psk());
        assertThat(owner.status(held.device(), held.psk())).isEqualTo("SKIPPED");
    }

    @Test
    void keepsTheWholeQueueFromBeingResetAndNamesAllOfThem() {
        Held held = held();
        String other = owner.added(held.device(), RequestSamples.KEY);
        service.deviceClient(held.device()).provision();
        String reset = queue(held.device()) + "/reset";
        String before = rowsOf(held.device());
        for (String path : List.of(reset, reset + "?force=true")) {
            assertThat(owner.post(path).isProblem(40902).message())
                    .contains(held.psk(), held.key())
                    .doesNotContain(other);
        }
        assertThat(rowsOf(held.device())).isEqualTo(before);
        owner.delete(queue(held.device()) + "/" + held.psk()).is(204);
        owner.delete(queue(held.device()) + "/" + held.key()).is(204);
        owner.post(reset).is(202);
        assertThat(owner.status(held.device(), other)).isEqualTo("PENDING");
    }
}
