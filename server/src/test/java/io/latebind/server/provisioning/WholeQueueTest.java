package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SKIPPED;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.NOW;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.ok;
import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import org.junit.jupiter.api.Test;

/** Whole reset, discard, the limit of 20, and secrets that are gone (specification 2). */
class WholeQueueTest {
    private final QueueScript script = new QueueScript();

    @Test
    void theTwentyFirstCommandIsRefusedAndTheMessageSaysHowManyCouldBeDeleted() {
        for (int i = 0; i < 3; i++) {
            script.add(Requests.config());
            script.deliverAndSucceed();
        }
        script.skip(script.add(Requests.config()));
        for (int i = 4; i < 20; i++) {
            script.add(Requests.config());
        }
        Refusal refusal = refused(script.tryAdd(Requests.config()));
        assertThat(refusal.code()).isEqualTo(40000);
        assertThat(refusal.detail()).contains("20 provisioning commands").contains("4 of them");

        script.delete(script.queue().listed().getFirst().id());
        script.add(Requests.config());
        assertThat(script.queue().listed()).hasSize(20);
    }

    @Test
    void wholeResetMakesEveryCommandPendingInItsPlaceAndVoidsEarlierAttempts() {
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        CommandId third = script.add(Requests.config());
        script.skip(script.add(Requests.config()));
        script.fetch();
        script.report(ok(first + ".1"), error(second + ".2", 523));
        assertThat(script.statuses()).containsExactly(SUCCEEDED, FAILED, PENDING, SKIPPED);
        script.resetAll();
        assertThat(script.statuses()).containsOnly(PENDING);
        assertThat(script.fetch().getFirst()).isEqualTo(first + ".4");
        script.report(ok(first + ".1"));
        assertThat(script.commandStatus(first)).isEqualTo(IN_PROGRESS);
        assertThat(script.queue().listed().stream().map(QueuedCommand::id)).startsWith(first, second, third);
    }

    @Test
    void discardRemovesPendingInProgressAndFailedOnes() {
        CommandId good = script.add(Requests.endorsementKey(1));
        script.deliverAndSucceed();
        CommandId skipped = script.add(Requests.config());
        script.skip(skipped);
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.fetch();
        script.report(error(bad + ".2", 523));
        script.add(Requests.config());
        script.discard();
        assertThat(script.queue().listed().stream().map(QueuedCommand::id)).containsExactly(good, skipped);

        script.add(Requests.config());
        script.fetch();
        script.discard();
        assertThat(script.queue().listed()).hasSize(2);
    }

    @Test
    void aCommandWhoseSecretWasErasedCannotBeReset() {
        CommandId psk = script.add(Requests.psk(1, "id", "00ff"));
        script.skip(psk);
        Refusal refusal = refused(QueueRules.reset(script.queue(), psk, NOW));
        assertThat(refusal.code()).isEqualTo(RefusalCode.SECRET_ERASED.number());
        assertThat(refusal.detail()).contains(psk.toString());
    }

    @Test
    void aWholeResetIsAllOrNothingAndNamesAllWhoseSecretsAreGone() {
        CommandId psk = script.add(Requests.psk(1, "id", "00ff"));
        CommandId key = script.add(Requests.clientPrivateKey(2, "pem", "pw"));
        CommandId config = script.add(Requests.config());
        script.deliverAndSucceed();
        Refusal refusal = refused(QueueRules.resetAll(script.queue(), true, NOW));
        assertThat(refusal.code()).isEqualTo(RefusalCode.SECRET_ERASED.number());
        assertThat(refusal.detail()).contains(psk.toString(), key.toString()).doesNotContain(config.toString());
        assertThat(script.commandStatus(config)).isEqualTo(SUCCEEDED);
    }

    @Test
    void failureKeepsTheSecretSoThatItCanBeReset() {
        CommandId psk = script.add(Requests.psk(1, "id", "00ff"));
        script.report(error(script.fetch().getLast(), 515));
        script.reset(psk);
        assertThat(script.fetch()).hasSize(2);
    }

    @Test
    void aWholeResetThatSendsACertificateAgainBehindANewKeyNeedsForce() {
        script.add(Requests.csr(7, ""));
        script.deliverAndSucceed();
        CommandId certificate = script.add(Requests.clientCertificate(7, "pem"));
        script.deliverAndSucceed();
        Refusal refusal = refused(QueueRules.resetAll(script.queue(), false, NOW));
        assertThat(refusal.code()).isEqualTo(RefusalCode.CERTIFICATE_BEHIND_NEW_KEY.number());
        assertThat(refusal.detail()).contains(certificate.toString(), "force=true");
        done(QueueRules.resetAll(script.queue(), true, NOW));
    }

    @Test
    void aCertificateThatWaitsForItsDeliveryAgainIsOutdatedByAWholeResetToo() {
        script.add(Requests.key(7));
        script.deliverAndSucceed();
        CommandId certificate = script.add(Requests.clientCertificate(7, "pem"));
        script.deliverAndSucceed();
        script.reset(certificate);
        assertThat(refused(QueueRules.resetAll(script.queue(), false, NOW)).code())
                .isEqualTo(RefusalCode.CERTIFICATE_BEHIND_NEW_KEY.number());
    }

    @Test
    void aCertificateMadeForTheRecordedKeyIsOutdatedByAWholeResetBeforeItWasEverSent() {
        script.add(Requests.csr(7, ""));
        script.deliverAndSucceed();
        script.add(Requests.clientCertificate(7, "pem"));
        assertThat(refused(QueueRules.resetAll(script.queue(), false, NOW)).code())
                .isEqualTo(RefusalCode.CERTIFICATE_BEHIND_NEW_KEY.number());
    }

    @Test
    void aWholeResetNeedsNoForceWhereNoNewKeyComesBeforeTheCertificate() {
        script.add(Requests.clientCertificate(7, "pem"));
        script.add(Requests.clientCertificate(8, "pem"));
        script.add(Requests.key(7));
        script.deliverAndSucceed();
        script.add(Requests.clientCertificate(9, "pem"));
        script.add(Requests.endorsementKey(9));
        script.deliverAndSucceed();
        script.resetAll();
        assertThat(script.statuses()).containsOnly(PENDING);
    }

    @Test
    void aWholeResetOfWhatWasNeverDeliveredNeedsNoForce() {
        script.add(Requests.key(7));
        script.add(Requests.clientCertificate(7, "pem"));
        script.resetAll();
        assertThat(script.statuses()).containsOnly(PENDING);
    }
}
