package io.latebind.server.provisioning;

import static io.latebind.server.device.DeviceStatus.AWAITING;
import static io.latebind.server.device.DeviceStatus.ERROR;
import static io.latebind.server.device.DeviceStatus.PROVISIONED;
import static io.latebind.server.device.DeviceStatus.PROVISIONING;
import static io.latebind.server.device.DeviceStatus.READY;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.finished;
import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import org.junit.jupiter.api.Test;

/** Each row of the table of specification 2.1. BLOCKED lies above it, in the claim's own column. */
class DeviceStatusTest {
    private final QueueScript script = new QueueScript();

    @Test
    void readyWhenNothingIsThere() {
        assertThat(script.status()).isEqualTo(READY);
    }

    @Test
    void readyWhileNoCommandEverHadAResult() {
        script.skip(script.add(Requests.config()));
        assertThat(script.status()).isEqualTo(READY);
        script.add(Requests.config());
        script.fetch();
        script.discard();
        assertThat(script.status()).isEqualTo(READY);
    }

    @Test
    void aFailureThatTheServiceDeclaresIsNoResult() {
        script.buffers(64, 64, 1);
        CommandId undeliverable = script.add(Requests.serverCertificate(1, "long enough not to fit into 64 bytes"));
        script.fetch();
        assertThat(script.status()).isEqualTo(ERROR);
        script.skip(undeliverable);
        assertThat(script.status()).isEqualTo(READY);
    }

    @Test
    void errorWhenAnyCommandIsFailed() {
        script.add(Requests.endorsementKey(1));
        script.add(Requests.config());
        script.report(error(script.fetch().getFirst(), 523));
        assertThat(script.status()).isEqualTo(ERROR);
        script.add(Requests.finished());
        assertThat(script.status()).isEqualTo(ERROR);
    }

    @Test
    void provisioningFromTheFirstDeliveryToTheLastResult() {
        CommandId first = script.add(Requests.endorsementKey(1));
        script.add(Requests.endorsementKey(2));
        assertThat(script.status()).isEqualTo(READY);
        script.buffers(1024, 2048, 1);
        script.fetch();
        assertThat(script.status()).isEqualTo(PROVISIONING);
        script.report(ok(first + ".1"));
        assertThat(script.status())
                .as("nothing is IN_PROGRESS, but delivered in this run")
                .isEqualTo(PROVISIONING);
    }

    @Test
    void awaitingWhenAllIsProcessedWithoutFinished() {
        script.add(Requests.csr(1, ""));
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(AWAITING);
    }

    @Test
    void awaitingStaysWhenCommandsAreAddedUntilTheyAreDelivered() {
        script.add(Requests.csr(1, ""));
        script.deliverAndSucceed();
        script.add(Requests.clientCertificate(1, "pem"));
        script.add(Requests.finished());
        assertThat(script.status()).isEqualTo(AWAITING);
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(PROVISIONED);
    }

    @Test
    void provisionedWhenTheLastCommandThatIsNotSkippedIsASucceededFinished() {
        script.add(Requests.config());
        script.add(Requests.finished());
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(PROVISIONED);
        script.skip(script.add(Requests.config()));
        assertThat(script.status()).isEqualTo(PROVISIONED);
    }

    @Test
    void aNewCommandMakesAProvisionedDeviceReadyAndAwaitingOnceItWasExecuted() {
        provision();
        script.add(Requests.config());
        assertThat(script.status()).isEqualTo(READY);
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(AWAITING);
    }

    @Test
    void deletingASucceededFinishedChangesNothing() {
        provision();
        script.delete(script.queue().listed().getLast().id());
        assertThat(script.status()).isEqualTo(PROVISIONED);
        script.delete(script.queue().listed().getLast().id());
        assertThat(script.queue().listed()).isEmpty();
        assertThat(script.status()).isEqualTo(PROVISIONED);
    }

    @Test
    void aDeletedCommandBehindAnAcknowledgedFinishedStaysAFact() {
        provision();
        CommandId config = script.add(Requests.config());
        script.deliverAndSucceed();
        script.delete(config);
        assertThat(script.status()).isEqualTo(AWAITING);
    }

    @Test
    void theWholeResetForgetsDeletedCommandsRunsAndResults() {
        provision();
        script.queue().listed().forEach(command -> script.delete(command.id()));
        script.resetAll();
        assertThat(script.status()).isEqualTo(READY);

        script.add(Requests.csr(1, ""));
        script.deliverAndSucceed();
        script.resetAll();
        assertThat(script.status()).isEqualTo(READY);
    }

    @Test
    void whatIsOpenBehindAnAcknowledgedFinishedBeginsTheNextRun() {
        script.add(Requests.config());
        script.add(Requests.finished());
        script.add(Requests.config());
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(READY);
        script.fetch();
        assertThat(script.status()).isEqualTo(PROVISIONING);
    }

    @Test
    void theRunThatAnAcknowledgedFinishedEndsDidNotEndInTheStatusOfTheRunBeforeIt() {
        script.add(Requests.csr(1, ""));
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(AWAITING);
        script.add(Requests.clientCertificate(1, "pem"));
        script.add(Requests.finished());
        script.add(Requests.config());
        script.deliverAndSucceed();
        assertThat(script.status())
                .as("all received, finished acknowledged, something new is open")
                .isEqualTo(READY);
    }

    @Test
    void resetBeginsARunAlsoWhileOneGoesOn() {
        CommandId first = script.add(Requests.endorsementKey(1));
        script.add(Requests.endorsementKey(2));
        script.buffers(1024, 2048, 1);
        script.fetch();
        script.report(ok(first + ".1"));
        assertThat(script.status()).isEqualTo(PROVISIONING);
        script.reset(first);
        assertThat(script.status()).as("nothing delivered in this run").isEqualTo(READY);
    }

    @Test
    void resetOfASucceededCommandOfAnAwaitingDeviceKeepsItAwaiting() {
        CommandId key = script.add(Requests.key(1));
        script.deliverAndSucceed();
        script.reset(key);
        assertThat(script.status()).isEqualTo(AWAITING);
    }

    @Test
    void skipOfAFailedCommandEndsTheRunThatEndedInError() {
        script.add(Requests.csr(1, ""));
        script.deliverAndSucceed();
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.add(Requests.config());
        script.fetch();
        script.report(error(bad + ".2", 523));
        assertThat(script.status()).isEqualTo(ERROR);
        script.skip(bad);
        assertThat(script.status()).isEqualTo(READY);
    }

    @Test
    void deletionOfAFailedCommandDoesWhatSkipDoesToTheRun() {
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.add(Requests.config());
        script.fetch();
        script.report(error(bad + ".1", 523));
        script.delete(bad);
        assertThat(script.status()).isEqualTo(READY);
        script.fetch();
        assertThat(script.status()).isEqualTo(PROVISIONING);
    }

    @Test
    void skipOfTheOnlyFailedCommandLeavesTheDeviceAwaiting() {
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.fetch();
        script.report(error(bad + ".1", 523));
        script.skip(bad);
        assertThat(script.status())
                .as("it had a result, nothing is open, no finished")
                .isEqualTo(AWAITING);
        script.add(Requests.config());
        assertThat(script.status()).as("the run between ended in AWAITING").isEqualTo(AWAITING);
    }

    @Test
    void aFetchThatFindsNothingChangesNothing() {
        provision();
        ProvisioningQueue before = script.queue();
        assertThat(script.fetch()).isEmpty();
        assertThat(script.queue()).isEqualTo(before);
    }

    @Test
    void anAcknowledgedFinishedInFrontOfADeviceThatFailsLaterIsError() {
        CommandId finished = script.add(Requests.finished());
        CommandId bad = script.add(Requests.endorsementKey(1));
        script.fetch();
        script.report(finished(finished + ".1"));
        script.fetch();
        script.report(error(bad + ".2", 523));
        assertThat(script.status()).isEqualTo(ERROR);
    }

    private void provision() {
        script.add(Requests.config());
        script.add(Requests.finished());
        script.deliverAndSucceed();
    }
}
