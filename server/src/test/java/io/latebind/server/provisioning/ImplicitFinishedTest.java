package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.NOW;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.finished;
import static io.latebind.server.provisioning.QueueScript.ok;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The {@code finished} that the service adds behind commands of rules (specification 4.1). */
class ImplicitFinishedTest {
    private final QueueScript script = new QueueScript();

    @Test
    void joinsTheBatchThatLeavesNothingOpenAndMakesTheDeviceProvisioned() {
        CommandId key = script.addByRule(Requests.endorsementKey(1)).getFirst();
        CommandId implicit = script.implicit();
        assertThat(script.status()).isEqualTo(DeviceStatus.READY);
        assertThat(script.fetch()).containsExactly(key + ".1", implicit + ".2");
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONING);
        script.report(ok(key + ".1"), finished(implicit + ".2"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
        assertThat(script.fetch()).isEmpty();
    }

    @Test
    void goesAloneWhenTheBatchBeforeItWasFull() {
        script.buffers(1024, 2048, 1);
        CommandId key = script.addByRule(Requests.endorsementKey(1)).getFirst();
        CommandId implicit = script.implicit();
        assertThat(script.fetch()).containsExactly(key + ".1");
        script.report(ok(key + ".1"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONING);
        assertThat(script.fetch()).containsExactly(implicit + ".2");
    }

    @Test
    void isSeenByNoUserAndDoesNotCount() {
        List<CommandId> ofRule = script.addByRule(Requests.config(), Requests.config());
        CommandId implicit = script.implicit();
        assertThat(script.queue().listed().stream().map(QueuedCommand::id)).isEqualTo(ofRule);
        assertThat(script.queue().find(implicit)).isEmpty();
        assertThat(refused(QueueRules.skip(script.queue(), implicit, NOW)).code())
                .isEqualTo(RefusalCode.NOT_FOUND.number());
        assertThat(refused(QueueRules.reset(script.queue(), implicit, NOW)).code())
                .isEqualTo(RefusalCode.NOT_FOUND.number());
        assertThat(refused(QueueRules.delete(script.queue(), implicit, NOW)).code())
                .isEqualTo(RefusalCode.NOT_FOUND.number());
        for (int i = 0; i < 18; i++) {
            script.add(Requests.config());
        }
        refused(script.tryAdd(Requests.config()));
    }

    @Test
    void staysLastUnderItsOwnIdUntilItIsAcknowledged() {
        CommandId key = script.addByRule(Requests.endorsementKey(1)).getFirst();
        CommandId implicit = script.implicit();
        script.fetch();
        CommandId behind = script.add(Requests.config());
        script.report(ok(key + ".1"), finished(implicit + ".2"));
        assertThat(script.queue().openImplicit().orElseThrow().status())
                .as("acknowledged before the config was executed")
                .isEqualTo(IN_PROGRESS);
        assertThat(script.fetch()).containsExactly(behind + ".3", implicit + ".4");
        CommandId another = script.addByRule(Requests.endorsementKey(2)).getFirst();
        assertThat(script.implicit()).isEqualTo(implicit);
        assertThat(script.fetch()).containsExactly(behind + ".5", another + ".6", implicit + ".7");
    }

    @Test
    void goesWhenAnExplicitOneIsAddedBehindTheRulesCommands() {
        script.addByRule(Requests.endorsementKey(1));
        script.fetch();
        CommandId explicit = script.add(Requests.finished());
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.fetch()).hasSize(2).endsWith(explicit + ".4");
    }

    @Test
    void aRuleThatEndsWithAnExplicitOneGetsNone() {
        script.addByRule(Requests.endorsementKey(1), Requests.finished());
        assertThat(script.hasImplicit()).isFalse();
        script.addByRule(Requests.finished(), Requests.config());
        assertThat(script.hasImplicit()).isTrue();
        script.addByRule(Requests.finished());
        assertThat(script.hasImplicit()).isFalse();
    }

    @Test
    void goesWithTheLastCommandThatItIsFor() {
        CommandId own = script.add(Requests.config());
        List<CommandId> ofRule = script.addByRule(Requests.endorsementKey(1), Requests.config());
        script.delete(ofRule.getFirst());
        assertThat(script.hasImplicit()).isTrue();
        script.delete(ofRule.getLast());
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.fetch()).containsExactly(own + ".1");
    }

    @Test
    void goesWhenWhatItIsForHasSucceededAndIsDeleted() {
        script.buffers(1024, 2048, 1);
        CommandId config = script.addByRule(Requests.config()).getFirst();
        script.deliverAndSucceed();
        script.delete(config);
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.fetch()).isEmpty();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);
    }

    @Test
    void staysForCommandsThatWereSkippedOrFailed() {
        List<CommandId> ofRule = script.addByRule(Requests.endorsementKey(1), Requests.config());
        CommandId implicit = script.implicit();
        script.fetch();
        script.report(error(ofRule.getFirst() + ".1", 523));
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
        assertThat(script.queue().openImplicit().orElseThrow().status()).isEqualTo(PENDING);
        ofRule.forEach(script::skip);
        assertThat(script.fetch()).containsExactly(implicit + ".4");
        script.report(finished(implicit + ".4"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void isDiscardedWithTheRest() {
        script.addByRule(Requests.endorsementKey(1));
        script.fetch();
        script.discard();
        assertThat(script.queue().commands()).isEmpty();
    }

    @Test
    void keepsItsPlaceOnceAcknowledgedAndCommandsAddedByHandGetNone() {
        script.addByRule(Requests.endorsementKey(1));
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
        script.add(Requests.config());
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.status()).isEqualTo(DeviceStatus.READY);
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);
    }

    @Test
    void commandsThatARuleAddsLaterGetANewOne() {
        script.addByRule(Requests.endorsementKey(1));
        CommandId first = script.implicit();
        script.deliverAndSucceed();
        CommandId later = script.addByRule(Requests.config()).getFirst();
        CommandId second = script.implicit();
        assertThat(second).isNotEqualTo(first);
        assertThat(script.fetch()).containsExactly(later + ".3", second + ".4");
        script.report(new DeviceResponse.ConfigResponse(later + ".3"), finished(second + ".4"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
        script.delete(later);
        assertThat(script.status()).as("a fact stays one").isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void isNotMissedWhereOnlyCommandsOfAnEarlierOneAreLeft() {
        script.addByRule(Requests.endorsementKey(1));
        script.deliverAndSucceed();
        CommandId later = script.addByRule(Requests.config()).getFirst();
        script.delete(later);
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void isDeliveredUntilItIsAcknowledgedAndNeverFails() {
        CommandId config = script.addByRule(Requests.config()).getFirst();
        CommandId implicit = script.implicit();
        script.fetch();
        script.report(new DeviceResponse.ConfigResponse(config + ".1"));
        for (int i = 3; i <= 20; i++) {
            assertThat(script.fetch()).containsExactly(implicit + "." + Integer.toHexString(i));
        }
        script.report(finished(implicit + ".3"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void aQueueMadeByHandNeverGetsOne() {
        script.add(Requests.endorsementKey(1));
        script.deliverAndSucceed();
        assertThat(script.hasImplicit()).isFalse();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);
    }

    @Test
    void aWholeResetKeepsOnlyWhatUsersAdded() {
        CommandId own = script.add(Requests.config());
        script.addByRule(Requests.psk(1, "id", "00ff"), Requests.finished(), Requests.config());
        while (!script.fetch().isEmpty()) {
            script.deliverAndSucceed();
        }
        assertThat(script.statuses()).containsOnly(SUCCEEDED);
        script.resetAll();
        assertThat(script.queue().commands().stream().map(QueuedCommand::id)).containsExactly(own);
        assertThat(script.status()).isEqualTo(DeviceStatus.READY);
        assertThat(script.fetch()).hasSize(1).first().asString().startsWith(own.toString());
    }

    @Test
    void aWholeResetStopsBeforeACertificateOfAKeyThatARuleMakes() {
        script.addByRule(Requests.csr(7, ""));
        script.deliverAndSucceed();
        script.add(Requests.clientCertificate(7, "pem"));
        assertThat(refused(QueueRules.resetAll(script.queue(), false, NOW)).code())
                .isEqualTo(RefusalCode.CERTIFICATE_BEHIND_NEW_KEY.number());
    }
}
