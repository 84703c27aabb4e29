package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.NOW;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.finished;
import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.certificate.CertificateId;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Certificates that the service issues, in the queue (specification 4.1). */
class IssuanceTest {
    private static final int TAG = 7;
    private static final Issuance DELAYED = new Issuance.Delayed("the signer does not answer");

    private final QueueScript script = new QueueScript();

    @Test
    void putsTheCertificateBeforeTheFirstOpenFinishedBehindItsKey() {
        CommandId before = script.add(Requests.finished());
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId other = script.add(Requests.config());
        CommandId finished = script.add(Requests.finished());
        CommandId last = script.add(Requests.config());
        assertThat(script.fetch()).containsExactly(before + ".1");
        script.report(finished(before + ".1"));
        assertThat(script.fetch()).containsExactly(key + ".2.s", key + ".2", other + ".3");
        KeyPairs pair = KeyPairs.make();
        script.report(script.made(key + ".2", pair, TAG), config(other + ".3"));

        CommandId certificate = script.issue(key, pair);

        assertThat(order()).containsExactly(before, key, other, certificate, finished, last);
        assertThat(script.command(certificate).requestNow())
                .isInstanceOfSatisfying(CommandRequest.ClientCertificate.class, write -> {
                    assertThat(write.secTag()).isEqualTo(new SecTag(TAG));
                    assertThat(RecordedKeys.certifies(
                                    write.content(), pair.pair().getPublic().getEncoded()))
                            .isTrue();
                });
        assertThat(script.command(certificate).createdBy()).isEqualTo("service");
        assertThat(script.command(certificate).warnings()).isEmpty();
        assertThat(script.fetch()).containsExactly(certificate + ".4", finished + ".5");
    }

    @Test
    void putsTheCertificateAtTheEndWhereNoFinishedIsOpen() {
        CommandId key = script.add(Requests.signedCsr(TAG, "CN=a"));
        CommandId other = script.add(Requests.config());
        KeyPairs pair = script.makeKey(key, TAG);

        CommandId certificate = script.issue(key, pair);

        assertThat(order()).containsExactly(key, other, certificate);
    }

    @Test
    void putsTheCertificateBeforeTheImplicitFinished() {
        CommandId key = script.addByRule(Requests.cloudKey(TAG)).getFirst();
        CommandId implicit = script.implicit();
        assertThat(script.fetch()).as("finished waits for the certificate").containsExactly(key + ".1.s", key + ".1");
        KeyPairs pair = KeyPairs.make();
        script.report(script.made(key + ".1", pair, TAG));

        CommandId certificate = script.issue(key, pair);

        assertThat(script.fetch()).containsExactly(certificate + ".2", implicit + ".3");
        script.report(ok(certificate + ".2"), finished(implicit + ".3"));
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void leavesACertificateSigningRequestToTheUserWithoutSign() {
        CommandId csr = script.add(Requests.csr(TAG, "CN=a"));
        CommandId finished = script.add(Requests.finished());
        assertThat(script.fetch()).containsExactly(csr + ".1.s", csr + ".1", finished + ".2");
        script.report(ok(csr + ".1"), finished(finished + ".2"));
        assertThat(script.command(csr).issuance()).isEmpty();
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
    }

    @Test
    void countsAPendingIssuanceAsSomethingOpen() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        KeyPairs pair = script.makeKey(key, TAG);
        assertThat(script.statuses()).containsExactly(SUCCEEDED);
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONING);
        assertThat(script.queue().run().goingOn()).isTrue();

        script.issue(key, pair);
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);
        assertThat(script.queue().run().goingOn()).isFalse();
    }

    @Test
    void asksTheDeviceToComeAgainButNotInErrorOrBlocked() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId other = script.add(Requests.serverCertificate(TAG, "PEM"));
        script.add(Requests.config());
        List<String> batch = script.fetch();
        KeyPairs pair = KeyPairs.make();
        script.report(script.made(batch.get(1), pair, TAG));
        assertThat(fetched(false).comeAgain()).isTrue();
        assertThat(fetched(false).batch()).isEmpty();
        assertThat(fetched(true).comeAgain()).isFalse();

        script.report(error(batch.get(2), 515));
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
        assertThat(fetched(false).comeAgain()).isFalse();

        CommandId certificate = script.issue(key, pair);
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
        script.skip(other);
        assertThat(script.fetch().getLast()).startsWith(certificate.toString());
    }

    @Test
    void refusesAKeyThatDoesNotStandUpToTheChecksAndPutsNothingBack() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId other = script.add(Requests.config());
        List<String> batch = script.fetch();

        script.report(script.made(batch.get(1), KeyPairs.make(), TAG + 1));

        assertThat(script.statuses()).containsExactly(FAILED, IN_PROGRESS);
        assertThat(failure(key).cmeError()).isEmpty();
        assertThat(failure(key).message()).contains("the check of the security tag failed", "security tag 8");
        assertThat(script.lastEntry().kind()).isEqualTo(Kind.KEY_REFUSED);
        assertThat(script.lastEntry().text())
                .contains("cloudAccessKeyGeneration failed")
                .contains("the security tag");
        assertThat(script.commandStatus(other)).isEqualTo(IN_PROGRESS);
        script.skip(key);
        assertThat(script.queue().run().anyResult()).isTrue();
    }

    @Test
    void refusesSuccessWithoutAToken() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.fetch();
        script.report(new DeviceResponse.AtResponse(key + ".1", "OK\r\n"));
        assertThat(script.commandStatus(key)).isEqualTo(FAILED);
        assertThat(failure(key).message()).contains("without any token");
    }

    @Test
    void refusesAKeyThatAnotherCommandReported() {
        CommandId first = script.add(Requests.csr(TAG, "CN=a"));
        CommandId second = script.add(Requests.cloudKey(TAG));
        List<String> batch = script.fetch();
        KeyPairs pair = KeyPairs.make();
        script.report(script.made(batch.get(1), pair, TAG), script.made(batch.get(3), pair, TAG));
        assertThat(script.commandStatus(first)).isEqualTo(SUCCEEDED);
        assertThat(failure(second).message()).contains("the check of the attempt failed");
    }

    @Test
    void takesNoAnswerOfAnEarlierAttempt() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.fetch();
        script.fetch();
        script.report(script.made(key + ".1", KeyPairs.make(), TAG));
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
        assertThat(script.command(key).issuance()).isEmpty();
        assertThat(script.lastEntry().kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void neverCountsTheCertificateTowardsTheLimit() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        for (int i = 0; i < 19; i++) {
            script.add(Requests.config());
        }
        KeyPairs pair = script.makeKey(key, TAG);
        script.issue(key, pair);
        assertThat(script.queue().listed()).hasSize(21);
        assertThat(ServiceFixture.refused(script.tryAdd(Requests.config())).detail())
                .contains("holds 20 provisioning commands");
    }

    @Test
    void cancelsAtResetAndRemovesTheOpenCertificate() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId finished = script.add(Requests.finished());
        script.makeKey(key, TAG);
        CorrelationId cancelled = script.command(key).attempt();
        script.reset(key);
        assertThat(script.command(key).issuance()).isEmpty();
        assertThat(IssuanceRules.settle(script.queue(), cancelled, DELAYED, key, NOW))
                .isEmpty();

        CommandId certificate = script.issue(key, script.makeKey(key, TAG));
        assertThat(script.fetch().getFirst()).startsWith(certificate.toString());
        script.reset(key);
        assertThat(order()).containsExactly(key, finished);
        assertThat(script.statuses()).containsExactly(PENDING, IN_PROGRESS);
    }

    @Test
    void keepsACertificateThatWasWrittenWhenItsKeyIsReset() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId certificate = script.issue(key, script.makeKey(key, TAG));
        script.deliverAndSucceed();
        script.reset(key);
        assertThat(order()).containsExactly(key, certificate);
        CommandId second = script.issue(key, script.makeKey(key, TAG));
        assertThat(order()).containsExactly(key, certificate, second);
    }

    @Test
    void settlesNothingOfAnotherAttempt() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.makeKey(key, TAG);
        CorrelationId earlier = script.command(key).attempt();
        script.reset(key);
        script.makeKey(key, TAG);
        assertThat(IssuanceRules.settle(script.queue(), earlier, DELAYED, key, NOW))
                .isEmpty();
    }

    @Test
    void cancelsAtDeletionDiscardAndWholeReset() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.makeKey(key, TAG);
        script.delete(key);
        assertThat(script.queue().awaitingCertificates()).isEmpty();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);

        CommandId second = script.add(Requests.cloudKey(TAG));
        script.makeKey(second, TAG);
        script.discard();
        assertThat(script.commandStatus(second)).isEqualTo(SUCCEEDED);
        assertThat(script.queue().awaitingCertificates()).isEmpty();
        assertThat(script.status()).isEqualTo(DeviceStatus.AWAITING);

        CommandId third = script.add(Requests.cloudKey(TAG));
        script.makeKey(third, TAG);
        script.resetAll();
        assertThat(script.queue().awaitingCertificates()).isEmpty();
        assertThat(script.status()).isEqualTo(DeviceStatus.READY);
    }

    @Test
    void removesTheCertificateAtAWholeReset() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId finished = script.add(Requests.finished());
        script.issue(key, script.makeKey(key, TAG));
        script.deliverAndSucceed();
        assertThat(script.status()).isEqualTo(DeviceStatus.PROVISIONED);
        script.resetAll();
        assertThat(order()).containsExactly(key, finished);
        assertThat(script.statuses()).containsExactly(PENDING, PENDING);
    }

    @Test
    void failsTheKeyWhenTheSignerRefuses() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        CommandId other = script.add(Requests.config());
        script.makeKey(key, TAG);
        script.settle(key, new Issuance.Refused(Issuance.RefusalCause.SIGNER, "not this one"), NOW);
        assertThat(failure(key).message()).isEqualTo("no certificate was issued: not this one");
        assertThat(script.commandStatus(other)).as("puts nothing back").isEqualTo(IN_PROGRESS);
        assertThat(script.status()).isEqualTo(DeviceStatus.ERROR);
        assertThat(script.lastEntry().kind()).isEqualTo(Kind.ISSUANCE_REFUSED);
        script.reset(key);
        script.makeKey(key, TAG);
    }

    @Test
    void failsTheKeyWhenAnAuthorityAnswersWhatIsNoCertificate() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.makeKey(key, TAG);
        Issuance nonsense = new Issuance.Issued(new CertificateId(new UUID(0, 1)), "no PEM", NOW);
        script.settle(key, nonsense, NOW);
        assertThat(failure(key).message()).contains("the answer of the certificate authority holds no whole PEM block");
    }

    @Test
    void triesAgainEverLaterAndGivesUpAfterADay() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.makeKey(key, TAG);
        script.turnPage();
        Instant now = NOW;
        Duration before = Duration.ZERO;
        for (int tries = 1; tries <= 8; tries++) {
            script.settle(key, DELAYED, now);
            PendingIssuance pending = script.command(key).issuance().orElseThrow();
            assertThat(pending.tries()).isEqualTo(tries);
            assertThat(pending.problem()).contains("the signer does not answer");
            assertThat(pending.since()).isEqualTo(NOW);
            Duration pause = Duration.between(now, pending.due());
            assertThat(pause).isGreaterThanOrEqualTo(before).isBetween(Duration.ofSeconds(2), Duration.ofMinutes(1));
            before = pause;
            now = pending.due();
        }
        assertThat(script.kinds()).containsExactly(Kind.ISSUANCE_DELAYED);
        script.settle(key, DELAYED, NOW.plus(Duration.ofHours(24)).minusMillis(1));
        assertThat(script.commandStatus(key)).isEqualTo(SUCCEEDED);
        script.settle(key, DELAYED, NOW.plus(Duration.ofHours(24)));
        assertThat(failure(key).message()).contains("24 hours", "the signer does not answer");
    }

    @Test
    void tellsOfADayWithASignerWhoseWordsChangeInADozenLines() {
        CommandId key = script.add(Requests.cloudKey(TAG));
        script.makeKey(key, TAG);
        script.turnPage();
        Instant now = NOW;
        for (int tries = 1; now.isBefore(NOW.plus(Duration.ofHours(24))); tries++) {
            script.settle(key, new Issuance.Delayed("answer " + tries), now);
            now = script.command(key).issuance().orElseThrow().due();
        }
        assertThat(script.kinds()).containsOnly(Kind.ISSUANCE_DELAYED).hasSizeBetween(8, 12);
    }

    @Test
    void insertsTwoCertificatesInOneQueue() {
        CommandId first = script.add(Requests.cloudKey(1));
        CommandId second = script.add(Requests.signedCsr(2, ""));
        CommandId finished = script.add(Requests.finished());
        List<String> batch = script.fetch();
        assertThat(batch).hasSize(4);
        KeyPairs one = KeyPairs.make();
        KeyPairs two = KeyPairs.make();
        script.report(script.made(batch.get(1), one, 1), script.made(batch.get(3), two, 2));
        CommandId ofFirst = script.issue(first, one);
        assertThat(fetched(false).comeAgain()).as("the other is still to come").isTrue();
        CommandId ofSecond = script.issue(second, two);
        assertThat(order()).containsExactly(first, second, ofFirst, ofSecond, finished);
    }

    private FetchRules.Delivery fetched(boolean blocked) {
        return FetchRules.fetch(script.queue(), blocked, "", DeviceBuffers.DEFAULT, 5, Optional.empty(), NOW);
    }

    private static DeviceResponse config(String correlation) {
        return new DeviceResponse.ConfigResponse(correlation);
    }

    private List<CommandId> order() {
        return script.queue().listed().stream().map(QueuedCommand::id).toList();
    }

    private CommandResult.Failure failure(CommandId id) {
        return (CommandResult.Failure) script.command(id).result().orElseThrow();
    }
}
