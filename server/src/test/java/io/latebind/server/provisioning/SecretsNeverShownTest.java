package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.QueueScript.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.ClaimId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Write-only parameters are in no text that anybody could log, and are gone once they are not needed (specification 4). */
class SecretsNeverShownTest {
    private static final String CONTENT = "SECRET-CONTENT";
    private static final String PASSWORD = "SECRET-PASSWORD";
    private static final String PSK = "5ec4e7";

    private final QueueScript script = new QueueScript();

    @Test
    void noRecordOfAQueueShowsThem() {
        CommandRequest key = Requests.clientPrivateKey(1, CONTENT, PASSWORD);
        CommandRequest psk = Requests.psk(2, "id", PSK);
        script.add(key);
        script.add(psk);
        ProvisioningQueue before = script.queue();
        assertHidden(key, psk, new NewCommand(Optional.empty(), key), before);
        assertHidden(AtSteps.of(key, true), AtSteps.of(psk, true), CommandJson.request(key), CommandJson.request(psk));
        assertHidden(CommandJson.secret(key), CommandJson.secret(psk));
        ClaimVersion at = new ClaimVersion(new DeviceUuid(new UUID(1, 2)), new ClaimId(new UUID(3, 4)), 5);
        assertHidden(new ClaimedQueue(at, before));
        FetchRules.Delivery delivery =
                FetchRules.fetch(before, false, "", DeviceBuffers.DEFAULT, 5, Optional.empty(), NOW);
        assertThat(delivery.batch()).hasSize(3);
        assertHidden(delivery, new QueueSave(at, before, delivery.queue(), List.of(), Optional.empty(), NOW));
    }

    @Test
    void noReasonAndNoHistoryShowsThem() {
        script.add(Requests.psk(2, "id", PSK));
        script.add(Requests.clientPrivateKey(1, CONTENT, PASSWORD));
        for (int i = 0; i <= QueueScript.MAX_DELIVERIES; i++) {
            script.fetch();
        }
        script.resetAll();
        script.buffers(64, 64, 1);
        script.fetch();
        assertThat(script.history()).hasSizeGreaterThan(6);
        assertHidden(script.history(), script.queue());
    }

    @Test
    void successAndSkipEraseThem() {
        script.add(Requests.psk(2, "id", PSK));
        script.deliverAndSucceed();
        script.skip(script.add(Requests.clientPrivateKey(1, CONTENT, PASSWORD)));
        assertThat(script.queue().commands()).allSatisfy(command -> {
            assertThat(command.secretErased()).isTrue();
            assertThat(CommandJson.secret(command.requestNow())).isEmpty();
        });
    }

    private static void assertHidden(Object... shown) {
        for (Object each : shown) {
            assertThat(each.toString()).doesNotContain(CONTENT, PASSWORD, PSK);
        }
    }
}
