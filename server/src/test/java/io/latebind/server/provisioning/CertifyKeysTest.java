package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.link.LinkAnswer;
import io.latebind.server.secrecy.SecretCipher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates that come later than at once, or not at all, over a real database (specification 4.1). */
class CertifyKeysTest {
    private ServiceFixture service;
    private CertificateRounds rounds;
    private CertifiedDevice device;

    @BeforeEach
    void start() {
        service = new ServiceFixture();
        rounds = new CertificateRounds(service.certifying);
        device = CertifiedDevice.claimed(service, service.link);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void hasTheCertificateThereBeforeTheReportIsAnswered() {
        CommandId finished = device.add(Requests.finished());
        device.makeKey();
        List<QueuedCommand> queue = device.queue();
        assertThat(queue).hasSize(3);
        assertThat(queue.get(1).issuedFor(device.key())).isTrue();
        assertThat(queue.get(2).id()).isEqualTo(finished);
        assertThat(device.fetched()).hasSize(2);
    }

    @Test
    void letsTheDeviceComeAgainUntilTheSignerIsBack() {
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        device.makeKey();
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        assertThat(device.pending().problem()).contains("the signer is away");
        assertThat(service.shown(device.device()).status()).isEqualTo(DeviceStatus.PROVISIONING);

        laterRound();
        assertThat(device.pending().tries()).isEqualTo(2);
        assertThat(device.kinds()).containsOnlyOnce(Kind.ISSUANCE_DELAYED);
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.TryAgain.class);

        service.signer.mood(SwitchableSigner.Mood.SIGNS);
        laterRound();
        assertThat(device.fetched()).hasSize(1);
        assertThat(device.kinds()).contains(Kind.CERTIFICATE_ISSUED);
    }

    @Test
    void leavesTheDeviceAloneWhenATryIsPutOffForTheSameReasonAgain() {
        String row = "SELECT xmin::text::bigint FROM claimed_device WHERE device_uuid = '" + device.uuid() + "'";
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        device.makeKey();
        long before = count(row);
        laterRound();
        laterRound();
        assertThat(count(row)).isEqualTo(before);
        assertThat(device.pending().tries()).isEqualTo(3);
        assertThat(device.pending().due())
                .isEqualTo(service.clock.instant().plus(IssuanceRules.FIRST_PAUSE.multipliedBy(4)));

        service.signer.mood(SwitchableSigner.Mood.BREAKS);
        laterRound();
        assertThat(device.kinds().stream().filter(Kind.ISSUANCE_DELAYED::equals))
                .as("the fourth try had another problem")
                .hasSize(2);
        assertThat(count(row)).isNotEqualTo(before);
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        laterRound();
        assertThat(device.pending().problem()).contains("the signer is away");
    }

    @Test
    void putsNothingOffThatWasResetMeanwhile() {
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        device.makeKey();
        service.clock.advance(Duration.ofMinutes(2));
        AwaitedCertificate awaited = service.certifying.takeDue(8).getFirst();
        done(service.changes.reset(service.owner, device.uuid(), device.key()));
        service.certifying.certify(awaited);
        assertThat(device.queue().getFirst().status()).isEqualTo(CommandStatus.PENDING);
        device.makeKey();
        assertThat(device.pending().tries()).isEqualTo(1);
    }

    @Test
    void failsTheKeyWhenTheSignerRefuses() {
        service.signer.mood(SwitchableSigner.Mood.REFUSES);
        device.makeKey();
        assertThat(device.queue().getFirst().status()).isEqualTo(CommandStatus.FAILED);
        assertThat(device.failure()).startsWith("no certificate was issued: ").endsWith("the signer does not like it");
        assertThat(service.shown(device.device()).status()).isEqualTo(DeviceStatus.ERROR);
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.Nothing.class);
        service.signer.mood(SwitchableSigner.Mood.SIGNS);
        done(service.changes.reset(service.owner, device.uuid(), device.key()));
        device.makeKey();
        assertThat(device.fetched()).hasSize(1);
    }

    @Test
    void givesUpAfterADay() {
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        device.makeKey();
        service.clock.advance(Duration.ofHours(24));
        roundsToTheEnd();
        assertThat(device.failure()).contains("24 hours", "the signer is away");
    }

    @Test
    void issuesNothingWhileBlockedAndGoesOnAfterIt() {
        LinkAnswer.Commands batch = (LinkAnswer.Commands) device.fetch();
        done(service.blocking.setBlocked(service.owner, device.uuid(), true));
        device.report(batch);
        laterRound();
        assertThat(service.signer.asked()).isZero();
        assertThat(device.pending().tries()).isZero();
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.Nothing.class);
        done(service.blocking.setBlocked(service.owner, device.uuid(), false));
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        laterRound();
        assertThat(device.fetched()).hasSize(1);
    }

    @Test
    void goesOnAfterTheProcessDiedBeforeItAskedTheSigner() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        roundsToTheEnd();
        assertThat(service.signer.asked())
                .as("whoever stored the report holds it for a while")
                .isZero();
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(device.fetched()).hasSize(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void goesOnWithTheSameCertificateAfterTheProcessDiedBehindTheSigner() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue(8).getFirst();
        Issuance.Issued issued = (Issuance.Issued) service.certificates.issue(awaited.order());
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(((CommandRequest.ClientCertificate) device.queue().getLast().requestNow()).content())
                .isEqualTo(issued.pem());
        assertThat(service.signer.asked()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void insertsOneCertificateWhoeverRacesForIt() throws Exception {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], service.ids);
        CertifyKeys other = Issuing.make(service.transactor, service.signer, cipher, service.clock, service.ids)
                .certifying();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> tries = new ArrayList<>();
            for (CertifyKeys process : List.of(service.certifying, other)) {
                for (int i = 0; i < 4; i++) {
                    tries.add(threads.submit(() -> process.certify(device.uuid(), device.key())));
                }
            }
            for (Future<?> each : tries) {
                each.get();
            }
        }
        assertThat(device.queue()).hasSize(2);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void leavesTheCertificateAloneThatAnotherProcessHasInsertedAlready() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate slow = service.certifying.takeDue(8).getFirst();
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(device.fetched()).hasSize(1);
        service.certifying.certify(slow);
        assertThat(device.queue()).hasSize(2);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
    }

    @Test
    void takesEachForOneProcessAtATime() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        assertThat(service.certifying.takeDue(8)).hasSize(1);
        assertThat(service.certifying.takeDue(8)).isEmpty();
        service.clock.advance(IssuanceRules.HELD);
        assertThat(service.certifying.takeDue(8)).hasSize(1);
    }

    @Test
    void abandonsTheCertificateOfAnAttemptThatWasResetMeanwhile() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue(8).getFirst();
        done(service.changes.reset(service.owner, device.uuid(), device.key()));
        service.certifying.certify(awaited);
        assertThat(device.queue()).hasSize(1);
        assertThat(device.queue().getFirst().status()).isEqualTo(CommandStatus.PENDING);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isZero();
    }

    @Test
    void abandonsTheCertificateOfADeviceThatWasUnclaimedMeanwhile() {
        device = device.over(service.link(service.transactor, (_, _) -> {}));
        device.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue(8).getFirst();
        done(service.unclaims.unclaim(service.owner, device.uuid(), false));
        service.certifying.certify(awaited);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isZero();
    }

    @Test
    void revokesACertificateThatIsTakenOutOfTheQueueUnwritten() {
        device.makeKey();
        CommandId certificate = device.queue().getLast().id();
        done(service.changes.delete(service.owner, device.uuid(), certificate));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ENDED'"))
                .isEqualTo(1);

        done(service.changes.reset(service.owner, device.uuid(), device.key()));
        device.makeKey();
        done(service.changes.reset(service.owner, device.uuid(), device.key()));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ENDED'"))
                .isEqualTo(2);
        device.makeKey();
        assertThat(device.fetched()).hasSize(1);
        done(service.changes.reset(
                service.owner, device.uuid(), device.queue().getLast().id()));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
    }

    @Test
    void countsAFaultOfItsOwnAsATryThatCameToNothing() {
        service.signer.mood(SwitchableSigner.Mood.BREAKS);
        device.makeKey();
        assertThat(device.pending().tries()).isEqualTo(1);
        assertThat(device.pending().problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("a fault of the service").doesNotContain("the signer's code"));
        assertThat(device.kinds()).containsOnlyOnce(Kind.ISSUANCE_DELAYED);
        service.clock.advance(Duration.ofHours(24));
        roundsToTheEnd();
        assertThat(device.failure()).contains("24 hours", "a fault of the service");
    }

    @Test
    void refusesAnAuthorityOrAProfileThatIsNotThere() {
        assertNotAvailable(new Signing(Optional.of("nobody"), Optional.empty()), "no certificate authority", "nobody");
        assertNotAvailable(new Signing(Optional.empty(), Optional.of("nothing")), "no certificate profile", "nothing");
    }

    @Test
    void refusesAnAuthorityForRegisteredDevicesAlone() {
        device.makeKey();
        service.database.execute("UPDATE certificate_authority SET trust = 'REGISTRY'");
        assertNotAvailable(Signing.STANDARD, "identity registry");
        service.database.execute(
                "INSERT INTO identity_registry (device_uuid, public_key, imported_at, imported_by) VALUES ('"
                        + device.uuid() + "', '\\x"
                        + HexFormat.of().formatHex(device.device().publicKey().spki())
                        + "', now(), gen_random_uuid())");
        device.add(Requests.cloudKey(1));
    }

    private void assertNotAvailable(Signing signing, String... words) {
        NewCommand command =
                new NewCommand(Optional.empty(), new CommandRequest.CloudAccessKeyGeneration(new SecTag(1), signing));
        Refusal refusal = refused(service.changes.add(service.owner, device.uuid(), command));
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_AVAILABLE.number());
        assertThat(refusal.toString()).contains(words).contains("/request/cloudAccessKeyGeneration");
    }

    private void laterRound() {
        service.clock.advance(Duration.ofMinutes(2));
        roundsToTheEnd();
    }

    private void roundsToTheEnd() {
        Issuing.toTheEnd(rounds);
    }

    private long count(String sql) {
        try (Connection connection = service.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }
}
