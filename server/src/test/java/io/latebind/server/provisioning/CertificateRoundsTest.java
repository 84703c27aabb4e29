package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.Await;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tries to get certificates issued, one beside the other, over a real database. */
class CertificateRoundsTest {
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
    void stop() throws Exception {
        rounds.awaitEnd(IssuanceRules.HELD);
        service.close();
    }

    @Test
    void answersTheReportWhenTheSignerTakesTooLong() throws Exception {
        CountDownLatch signing = new CountDownLatch(1);
        service.signer.before(signing);
        device = device.over(service.link(service.transactor, new PromptCertificates(rounds, Duration.ofMillis(1))));
        device.makeKey();
        assertThat(device.fetch()).isInstanceOf(LinkAnswer.TryAgain.class);
        signing.countDown();
        Await.until("the certificate is in the queue", () -> device.queue().size() == 2);
        assertThat(device.fetched()).hasSize(1);
    }

    @Test
    void letsASlowSignerHoldUpNoOther() {
        device.makeKey();
        int before = service.signer.asked();
        CertifiedDevice held = another();
        held.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        CountDownLatch slow = new CountDownLatch(1);
        service.signer.before(slow);
        assertThat(rounds.begin()).isFalse();
        Await.until("the slow signer is asked", () -> service.signer.asked() == before + 1);

        service.signer.before(new CountDownLatch(0));
        CertifiedDevice other = another();
        other.makeKey();
        service.clock.advance(IssuanceRules.HELD);
        assertThat(rounds.begin()).isFalse();
        Await.until("the other device has its certificate", () -> other.queue().size() == 2);
        assertThat(held.queue()).hasSize(1);
        slow.countDown();
        Await.until("and the first one as well", () -> held.queue().size() == 2);
    }

    @Test
    void letsACommandThatCannotBeReadHoldUpNoOther() {
        CertifiedDevice broken = another();
        broken.makeKey();
        CertifiedDevice other = another();
        other.makeKey();
        service.database.execute("UPDATE provisioning_command SET type = 'ofANewerVersion' WHERE id = '"
                + broken.key().value() + "'");
        service.clock.advance(IssuanceRules.HELD);
        Issuing.toTheEnd(rounds);
        assertThat(other.queue()).hasSize(2);
    }

    @Test
    void waitsInTheEndForTriesThatAreUnderWay() throws Exception {
        CountDownLatch signing = new CountDownLatch(1);
        service.signer.before(signing);
        device = device.over(service.link(service.transactor, new PromptCertificates(rounds, Duration.ofMillis(1))));
        device.makeKey();
        AutoCloseable work = rounds.start();
        Future<Integer> closing;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            AtomicReference<Thread> closer = new AtomicReference<>();
            closing = threads.submit(() -> {
                closer.set(Thread.currentThread());
                work.close();
                return device.queue().size();
            });
            Await.until(
                    "it waits", () -> closer.get() != null && closer.get().getState() == Thread.State.TIMED_WAITING);
            signing.countDown();
        }
        assertThat(closing.get()).isEqualTo(2);
    }

    private CertifiedDevice another() {
        return CertifiedDevice.claimed(service, service.link(service.transactor, (_, _) -> {}));
    }
}
