package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.RemoteFixture.Order;
import io.latebind.server.certificate.SignerServer.Answer;
import io.latebind.server.certificate.TestAuthority.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who ask at once, answers that are lost, and signers that sign twice. */
class CrowdedSignerTest {
    private static final int MOST_AT_ONCE = 16;

    private final RemoteFixture fixture = new RemoteFixture();
    private final SignerServer signer = new SignerServer(fixture.tls);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    CrowdedSignerTest() {
        fixture.addWebhook("acme", signer.url("/sign"));
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        signer.close();
        fixture.close();
    }

    private X509CertificateHolder made(Order order) {
        return fixture.issuing.issue(
                Wanted.of(order.keys(), "CN=" + order.order().device().uuid(), fixture.now()));
    }

    private static Answer certificate(X509CertificateHolder made) {
        return Answer.of(200, "{\"certificate\":\"" + PemBlock.of(made).replace("\n", "\\n") + "\"}");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void letsASlowSignerHoldUpNobodyElse() throws Exception {
        CountDownLatch arrived = new CountDownLatch(MOST_AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        signer.answers(_ -> {
            arrived.countDown();
            await(end);
            return Answer.of(503, "");
        });
        List<Future<Issuance>> waiting = new ArrayList<>();
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Order order = fixture.order("acme");
            waiting.add(threads.submit(() -> fixture.issue(order)));
        }
        arrived.await();
        for (int i = 0; i < 100; i++) {
            assertThat(fixture.delayed(fixture.order("acme"))).contains("is busy: 16 requests to it are under way");
        }
        assertThat(signer.heard).hasSize(MOST_AT_ONCE);

        try (SignerServer quick = new SignerServer(fixture.tls)) {
            fixture.addWebhook("quick", quick.url("/sign"));
            for (int i = 0; i < 20; i++) {
                Order order = fixture.order("quick");
                quick.answers(certificate(made(order)));
                fixture.issued(order);
            }
        }
        fixture.certificates.issued(fixture.certificates.order());
        end.countDown();
        for (Future<Issuance> each : waiting) {
            assertThat(each.get()).isInstanceOf(Issuance.Delayed.class);
        }
        Order order = fixture.order("acme");
        signer.answers(certificate(made(order)));
        fixture.issued(order);
    }

    @Test
    void asksASignerThatDoesNotAnswerOnlyNowAndThen() {
        signer.answers(Answer.lost());
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.delayed(fixture.order("acme"))).contains("cannot be asked: the connection failed");
        }
        Order order = fixture.order("acme");
        assertThat(fixture.delayed(order))
                .contains("has not answered the last requests, and is asked every 5 s until it does");
        assertThat(signer.heard).hasSize(3);
        fixture.certificates.service.clock.advance(java.time.Duration.ofSeconds(5));
        signer.answers(certificate(made(order)));
        fixture.issued(order);
        Order next = fixture.order("acme");
        signer.answers(certificate(made(next)));
        fixture.issued(next);
    }

    @Test
    void writesNothingForThoseWhoWaitForASignerThatIsLeftAlone() {
        signer.answers(Answer.of(503, "").with("Retry-After", "60"));
        Order order = fixture.order("acme");
        assertThat(fixture.delayed(order)).contains("answered 503");
        List<String> before = fixture.column("SELECT xmin FROM issued_certificate");
        assertThat(fixture.delayed(order))
                .contains("the signer of the certificate authority acme wants to be left alone until");
        assertThat(fixture.column("SELECT xmin FROM issued_certificate")).isEqualTo(before);
        assertThat(signer.heard).hasSize(1);
        fixture.certificates.service.clock.advance(java.time.Duration.ofSeconds(60));
        signer.answers(certificate(made(order)));
        fixture.issued(order);
    }

    @Test
    void saysSoWhenALostAnswerMayHaveHeldAnotherCertificate() {
        Order order = fixture.order("acme");
        X509CertificateHolder lost = made(order);
        signer.answers(_ -> {
            assertThat(lost).isNotNull();
            return Answer.lost();
        });
        fixture.delayed(order);
        X509CertificateHolder second = made(order);
        signer.answers(certificate(second));
        assertThat(fixture.issued(order).pem()).isEqualTo(PemBlock.of(second));
        assertThat(fixture.issued(order).pem())
                .as("only one goes to the device")
                .isEqualTo(PemBlock.of(second));
        assertThat(signer.heard)
                .hasSize(2)
                .allSatisfy(heard -> assertThat(heard.headers())
                        .containsEntry(
                                "idempotency-key", order.order().attempt().text()));
        assertThat(fixture.column("SELECT unanswered FROM issued_certificate")).containsExactly("1");
        assertThat(fixture.column(
                        "SELECT data->>'unansweredRequests' FROM outbox_event WHERE type = 'certificate.issued'"))
                .containsExactly("1");
    }

    @Test
    void saysNothingOfTheKindWhenTheSignerHasSaidThatItDidNotSign() {
        Order order = fixture.order("acme");
        signer.answers(Answer.of(503, ""));
        fixture.delayed(order);
        signer.answers(certificate(made(order)));
        fixture.issued(order);
        assertThat(fixture.column("SELECT unanswered FROM issued_certificate")).containsExactly("0");
        assertThat(fixture.column(
                        "SELECT data->>'unansweredRequests' FROM outbox_event WHERE type = 'certificate.issued'"))
                .containsExactly("null");
    }

    @Test
    void keepsOneAndTakesBackTheOtherWhenTwoAreMadeForOneAttempt() throws Exception {
        Order order = fixture.order("acme");
        CyclicBarrier both = new CyclicBarrier(2);
        signer.answers(_ -> {
            try {
                both.await();
            } catch (InterruptedException | java.util.concurrent.BrokenBarrierException over) {
                throw new IllegalStateException(over);
            }
            return certificate(made(order));
        });
        Set<String> given = new HashSet<>();
        List<Callable<Issuance>> calls = List.of(() -> fixture.issue(order), () -> fixture.issue(order));
        for (Future<Issuance> each : threads.invokeAll(calls)) {
            given.add(((Issuance.Issued) each.get()).pem());
        }
        assertThat(given).hasSize(1);
        assertThat(fixture.column(
                        "SELECT stage || ' ' || coalesce(ended_reason, '') FROM issued_certificate ORDER BY stage"))
                .containsExactly("ENDED SUPERSEDED", "ISSUED ");
        assertThat(fixture.column("SELECT DISTINCT serial FROM issued_certificate"))
                .hasSize(2);
        assertThat(fixture.column("SELECT data->>'reason' FROM outbox_event WHERE type = 'certificate.revoked'"))
                .singleElement()
                .asString()
                .contains("another certificate");
        assertThat(fixture.column("SELECT unanswered FROM issued_certificate WHERE stage = 'ISSUED'"))
                .as("what became of both requests is known")
                .containsExactly("0");
    }

    @Test
    void takesTheSameCertificateTwiceForOne() throws Exception {
        Order order = fixture.order("acme");
        X509CertificateHolder always = made(order);
        CyclicBarrier both = new CyclicBarrier(2);
        signer.answers(_ -> {
            try {
                both.await();
            } catch (InterruptedException | java.util.concurrent.BrokenBarrierException over) {
                throw new IllegalStateException(over);
            }
            return certificate(always);
        });
        threads.invokeAll(List.<Callable<Issuance>>of(() -> fixture.issue(order), () -> fixture.issue(order)));
        assertThat(fixture.column("SELECT stage FROM issued_certificate")).containsExactly("ISSUED");
    }

    @Test
    void takesBackWhatWasSignedForAnAttemptThatIsNoMore() {
        Order order = fixture.order("acme");
        X509CertificateHolder late = made(order);
        signer.answers(_ -> {
            fixture.certificates.abandon(order.order().attempt(), "the command was reset");
            return certificate(late);
        });
        assertThat(fixture.refused(order)).contains("the command was reset");
        assertThat(fixture.column("SELECT ended_reason FROM issued_certificate WHERE delivered IS NOT NULL"))
                .containsExactly("CESSATION_OF_OPERATION");
        assertThat(fixture.column("SELECT data->>'serial' FROM outbox_event WHERE type = 'certificate.revoked'"))
                .containsExactly(late.getSerialNumber().toString(16));
    }
}
