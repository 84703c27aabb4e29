package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import org.junit.jupiter.api.Test;

/** Commands that a device cannot hold, or never answers (specification 3.2 and 3.3). */
class NeverComesBackTest {
    private final QueueScript script = new QueueScript();

    @Test
    void aHeadDeliveredTwiceWithoutAnyResultIsDeliveredAloneFromThenOn() {
        CommandId head = script.add(Requests.key(1));
        CommandId next = script.add(Requests.config());
        assertThat(script.fetch()).containsExactly(head + ".1.s", head + ".1", next + ".2");
        assertThat(script.fetch()).containsExactly(head + ".3.s", head + ".3", next + ".4");
        assertThat(script.fetch()).containsExactly(head + ".5.s", head + ".5");
        assertThat(script.fetch()).containsExactly(head + ".6.s", head + ".6");
        script.report(ok(head + ".6"));
        assertThat(script.fetch()).containsExactly(next + ".7");
    }

    @Test
    void afterFiveDeliveriesItFailsAndTheReasonNamesWhatHelps() {
        CommandId head = script.add(Requests.endorsementKey(1));
        script.add(Requests.config());
        script.buffers(777, 888, 9);
        for (int i = 0; i < QueueScript.MAX_DELIVERIES; i++) {
            assertThat(script.fetch()).isNotEmpty();
        }
        assertThat(script.commandStatus(head)).isEqualTo(IN_PROGRESS);
        assertThat(script.fetch()).isEmpty();
        assertThat(script.commandStatus(head)).isEqualTo(FAILED);
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
        CommandResult.Failure failure =
                (CommandResult.Failure) script.command(head).result().orElseThrow();
        assertThat(failure.cmeError()).isEmpty();
        assertThat(failure.message())
                .startsWith("no result after 5 deliveries")
                .contains("15 characters", "777", "888", "2026-11-21T12:00:00Z");
        assertThat(script.lastEntry().kind()).isEqualTo(Kind.NEVER_CAME_BACK);
    }

    @Test
    void aResetCountsDeliveriesAnew() {
        CommandId head = script.add(Requests.endorsementKey(1));
        for (int i = 0; i <= QueueScript.MAX_DELIVERIES; i++) {
            script.fetch();
        }
        script.reset(head);
        for (int i = 0; i < QueueScript.MAX_DELIVERIES; i++) {
            assertThat(script.fetch()).hasSize(1);
        }
        assertThat(script.fetch()).isEmpty();
    }

    @Test
    void whatTheDeviceDidNotReachBehindAFailureWasNotUnanswered() {
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        CommandId third = script.add(Requests.endorsementKey(3));
        for (int i = 0; i < 2; i++) {
            script.report(error(script.fetch().getFirst(), 523));
            script.reset(first);
        }
        script.skip(first);
        assertThat(script.fetch()).containsExactly(second + ".7", third + ".8");
    }

    @Test
    void aHeadLargerThanRxMaxSizeFailsAndNamesBothFigures() {
        CommandId head = script.add(Requests.serverCertificate(1, "x".repeat(100)));
        script.buffers(100, 64, 1);
        script.turnPage();
        assertThat(script.fetch()).isEmpty();
        assertThat(script.commandStatus(head)).isEqualTo(FAILED);
        String reason = script.command(head).result().orElseThrow().toString();
        // 1 array, 1 array, 2+38 id, 1 type, 1+5 %CMNG, 2+108 parameters, 1 empty array
        assertThat(reason).contains("160 bytes", "100 (rxMaxSize)");
        assertThat(script.kinds()).containsExactly(Kind.UNDELIVERABLE);
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
    }

    @Test
    void aHeadWithMoreRecordsThanTheLimitFailsAndNamesBothFigures() {
        CommandId head = script.add(Requests.psk(1, "id", "00"));
        script.buffers(1024, 64, 1);
        assertThat(script.fetch()).isEmpty();
        assertThat(script.command(head).result().orElseThrow().toString()).contains("2 records", "1 (limit)");
    }

    @Test
    void aBlockedDeviceGetsNothingAndNothingFails() {
        script.add(Requests.serverCertificate(1, "x".repeat(100)));
        script.buffers(64, 64, 1);
        ProvisioningQueue before = script.queue();
        assertThat(script.fetch(true, "")).isEmpty();
        assertThat(script.queue()).isEqualTo(before);
    }

    @Test
    void aDeviceInErrorGetsNothing() {
        CommandId bad = script.add(Requests.endorsementKey(1));
        script.add(Requests.config());
        script.fetch();
        script.report(error(bad + ".1", 523));
        assertThat(script.fetch()).isEmpty();
    }
}
