package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.Await;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.FetchRequest;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates that come later than at once, or not at all, over a real database (specification 4.1). */
class CertifyKeysTest {
    private static final Origin FROM = new Origin("198.51.100.7", "test");
    private static final int TAG = 42;

    private ServiceFixture service;
    private CertificateRounds rounds;
    private DeviceLink link;
    private TestDevice device;
    private CommandId key;

    @BeforeEach
    void start() {
        service = new ServiceFixture();
        rounds = new CertificateRounds(service.certifying);
        link = service.link;
        device = service.claimedDevice();
        key = add(Requests.cloudKey(TAG));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void hasTheCertificateThereBeforeTheReportIsAnswered() {
        CommandId finished = add(Requests.finished());
        makeKey();
        List<QueuedCommand> queue = queue();
        assertThat(queue).hasSize(3);
        assertThat(queue.get(1).issuedFor(key)).isTrue();
        assertThat(queue.get(2).id()).isEqualTo(finished);
        assertThat(fetched()).hasSize(2);
    }

    @Test
    void letsTheDeviceComeAgainUntilTheSignerIsBack() {
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        makeKey();
        assertThat(fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        assertThat(pending().problem()).contains("the signer is away");
        assertThat(service.shown(device).status()).isEqualTo(DeviceStatus.PROVISIONING);

        laterRound();
        assertThat(pending().tries()).isEqualTo(2);
        assertThat(kinds()).containsOnlyOnce(Kind.ISSUANCE_DELAYED);
        assertThat(fetch()).isInstanceOf(LinkAnswer.TryAgain.class);

        service.signer.mood(SwitchableSigner.Mood.SIGNS);
        laterRound();
        assertThat(fetched()).hasSize(1);
        assertThat(kinds()).contains(Kind.CERTIFICATE_ISSUED);
    }

    @Test
    void failsTheKeyWhenTheSignerRefuses() {
        service.signer.mood(SwitchableSigner.Mood.REFUSES);
        makeKey();
        assertThat(queue().getFirst().status()).isEqualTo(CommandStatus.FAILED);
        assertThat(failure()).startsWith("no certificate was issued: ").endsWith("the signer does not like it");
        assertThat(service.shown(device).status()).isEqualTo(DeviceStatus.ERROR);
        assertThat(fetch()).isInstanceOf(LinkAnswer.Nothing.class);
        service.signer.mood(SwitchableSigner.Mood.SIGNS);
        done(service.changes.reset(service.owner, device.uuid(), key));
        makeKey();
        assertThat(fetched()).hasSize(1);
    }

    @Test
    void givesUpAfterADay() {
        service.signer.mood(SwitchableSigner.Mood.IS_AWAY);
        makeKey();
        service.clock.advance(Duration.ofHours(24));
        roundsToTheEnd();
        assertThat(failure()).contains("24 hours", "the signer is away");
    }

    @Test
    void issuesNothingWhileBlockedAndGoesOnAfterIt() {
        LinkAnswer.Commands batch = (LinkAnswer.Commands) fetch();
        done(service.blocking.setBlocked(service.owner, device.uuid(), true));
        report(batch);
        laterRound();
        assertThat(service.signer.asked()).isZero();
        assertThat(pending().tries()).isZero();
        assertThat(fetch()).isInstanceOf(LinkAnswer.Nothing.class);
        done(service.blocking.setBlocked(service.owner, device.uuid(), false));
        assertThat(fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        laterRound();
        assertThat(fetched()).hasSize(1);
    }

    @Test
    void goesOnAfterTheProcessDiedBeforeItAskedTheSigner() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        rounds.round();
        assertThat(service.signer.asked())
                .as("whoever stored the report holds it for a while")
                .isZero();
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(fetched()).hasSize(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void goesOnWithTheSameCertificateAfterTheProcessDiedBehindTheSigner() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue().getFirst();
        Issuance.Issued issued = (Issuance.Issued) service.certificates.issue(awaited.order());
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(((CommandRequest.ClientCertificate) queue().getLast().requestNow()).content())
                .isEqualTo(issued.pem());
        assertThat(service.signer.asked()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void insertsOneCertificateWhoeverRacesForIt() throws Exception {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], service.ids);
        CertifyKeys other = Issuing.make(service.transactor, service.signer, cipher, service.clock, service.ids)
                .certifying();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> tries = new ArrayList<>();
            for (CertifyKeys process : List.of(service.certifying, other)) {
                for (int i = 0; i < 4; i++) {
                    tries.add(threads.submit(() -> process.certify(device.uuid(), key)));
                }
            }
            for (Future<?> each : tries) {
                each.get();
            }
        }
        assertThat(queue()).hasSize(2);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM issued_certificate")).isEqualTo(1);
    }

    @Test
    void leavesTheCertificateAloneThatAnotherProcessHasInsertedAlready() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate slow = service.certifying.takeDue().getFirst();
        service.clock.advance(IssuanceRules.HELD);
        roundsToTheEnd();
        assertThat(fetched()).hasSize(1);
        service.certifying.certify(slow);
        assertThat(queue()).hasSize(2);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
    }

    @Test
    void takesEachForOneProcessAtATime() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        service.clock.advance(IssuanceRules.HELD);
        assertThat(service.certifying.takeDue()).hasSize(1);
        assertThat(service.certifying.takeDue()).isEmpty();
        service.clock.advance(IssuanceRules.HELD);
        assertThat(service.certifying.takeDue()).hasSize(1);
    }

    @Test
    void abandonsTheCertificateOfAnAttemptThatWasResetMeanwhile() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue().getFirst();
        done(service.changes.reset(service.owner, device.uuid(), key));
        service.certifying.certify(awaited);
        assertThat(queue()).hasSize(1);
        assertThat(queue().getFirst().status()).isEqualTo(CommandStatus.PENDING);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isZero();
    }

    @Test
    void abandonsTheCertificateOfADeviceThatWasUnclaimedMeanwhile() {
        link = service.link(service.transactor, (_, _) -> {});
        makeKey();
        service.clock.advance(IssuanceRules.HELD);
        AwaitedCertificate awaited = service.certifying.takeDue().getFirst();
        done(service.unclaims.unclaim(service.owner, device.uuid(), false));
        service.certifying.certify(awaited);
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isZero();
    }

    @Test
    void revokesACertificateThatIsTakenOutOfTheQueueUnwritten() {
        makeKey();
        CommandId certificate = queue().getLast().id();
        done(service.changes.delete(service.owner, device.uuid(), certificate));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ENDED'"))
                .isEqualTo(1);

        done(service.changes.reset(service.owner, device.uuid(), key));
        makeKey();
        done(service.changes.reset(service.owner, device.uuid(), key));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ENDED'"))
                .isEqualTo(2);
        makeKey();
        assertThat(fetched()).hasSize(1);
        done(service.changes.reset(
                service.owner, device.uuid(), queue().getLast().id()));
        assertThat(count("SELECT count(*) FROM issued_certificate WHERE stage = 'ISSUED'"))
                .isEqualTo(1);
    }

    @Test
    void answersTheReportWhenTheSignerTakesTooLong() throws Exception {
        CountDownLatch signing = new CountDownLatch(1);
        service.signer.before(signing);
        link = service.link(service.transactor, new PromptCertificates(service.certifying, Duration.ofMillis(1)));
        makeKey();
        assertThat(fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        signing.countDown();
        Await.until("the certificate is in the queue", () -> queue().size() == 2);
        assertThat(fetched()).hasSize(1);
    }

    @Test
    void refusesAnAuthorityOrAProfileThatIsNotThere() {
        assertNotAvailable(new Signing(Optional.of("nobody"), Optional.empty()), "no certificate authority", "nobody");
        assertNotAvailable(new Signing(Optional.empty(), Optional.of("nothing")), "no certificate profile", "nothing");
    }

    @Test
    void refusesAnAuthorityForRegisteredDevicesAlone() {
        makeKey();
        service.database.execute("UPDATE certificate_authority SET trust = 'REGISTRY'");
        assertNotAvailable(Signing.STANDARD, "identity registry");
        service.database.execute(
                "INSERT INTO identity_registry (device_uuid, public_key, imported_at, imported_by) VALUES ('"
                        + device.uuid() + "', '\\x"
                        + HexFormat.of().formatHex(device.publicKey().spki()) + "', now(), gen_random_uuid())");
        add(Requests.cloudKey(1));
    }

    private void assertNotAvailable(Signing signing, String... words) {
        NewCommand command =
                new NewCommand(Optional.empty(), new CommandRequest.CloudAccessKeyGeneration(new SecTag(1), signing));
        Refusal refusal = refused(service.changes.add(service.owner, device.uuid(), command));
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_AVAILABLE.number());
        assertThat(refusal.toString()).contains(words).contains("/request/cloudAccessKeyGeneration");
    }

    private CommandId add(CommandRequest request) {
        return done(service.changes.add(service.owner, device.uuid(), new NewCommand(Optional.empty(), request)))
                .id();
    }

    private void laterRound() {
        service.clock.advance(Duration.ofMinutes(2));
        roundsToTheEnd();
    }

    private void roundsToTheEnd() {
        while (rounds.round()) {
            // until nothing more is due
        }
    }

    private void makeKey() {
        report((LinkAnswer.Commands) fetch());
    }

    private LinkAnswer fetch() {
        return link.fetch(
                FROM,
                device.jwt(service.clock.instant()),
                new FetchRequest("", DeviceBuffers.DEFAULT, Optional.empty(), Optional.empty()));
    }

    private List<DeviceCommand> fetched() {
        return decoded((LinkAnswer.Commands) fetch());
    }

    private static List<DeviceCommand> decoded(LinkAnswer.Commands answer) {
        return switch (DeviceMessages.decodeCommands(answer.encoded())) {
            case Decoding.Decoded<List<DeviceCommand>>(List<DeviceCommand> commands) -> commands;
            case Decoding.Malformed<List<DeviceCommand>>(String reason) -> throw new AssertionError(reason);
        };
    }

    private void report(LinkAnswer.Commands answer) {
        List<DeviceResponse> responses = decoded(answer).stream()
                .map(command -> command instanceof DeviceCommand.AtCommand at
                                && at.setCommand().equals("%KEYGEN")
                        ? QueueScript.reply(at.correlation(), TestKeygen.genuine(device, TestKeygen.newKey(), TAG))
                        : QueueScript.success(command))
                .toList();
        assertThat(link.report(FROM, device.jwt(service.clock.instant()), DeviceMessages.encodeResponses(responses)))
                .isInstanceOf(LinkAnswer.Acknowledged.class);
    }

    private List<QueuedCommand> queue() {
        return done(service.queueReading.list(service.owner, device.uuid()));
    }

    private PendingIssuance pending() {
        return queue().getFirst().issuance().orElseThrow();
    }

    private String failure() {
        return ((CommandResult.Failure) queue().getFirst().result().orElseThrow()).message();
    }

    private List<Kind> kinds() {
        return done(new ReadHistory(service.transactor, service.history)
                        .read(
                                service.owner,
                                device.uuid(),
                                new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty()),
                                new PageRequest(100, Optional.empty(), false)))
                .page()
                .items()
                .stream()
                .map(HistoryLine::kind)
                .toList();
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
