package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.kernel.MemberId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signer that is somebody else: it may be slow, down, wrong, or asked twice. */
class RemoteSignerTest {
    private final CertificateFixture fixture = new CertificateFixture();
    private final AuthorityMint.Minted theirs =
            new AuthorityMint(fixture.service.ids).mint(fixture.service.clock.instant());
    private final AtomicInteger asked = new AtomicInteger();
    private Function<SigningOrder, SignerAnswer> signer = this::signed;

    @BeforeEach
    void ask() {
        fixture.signers.put(AuthorityKind.WEBHOOK, order -> {
            asked.incrementAndGet();
            return signer.apply(order);
        });
        CertificateAuthority remote = new CertificateAuthority(
                new AuthorityId(UUID.randomUUID()),
                fixture.service.owner.team(),
                "theirs",
                AuthorityKind.WEBHOOK,
                AuthorityTrust.FIRST_USE,
                true,
                false,
                true,
                List.of(),
                Optional.of(new MemberId(UUID.randomUUID())),
                Instant.EPOCH,
                Instant.EPOCH);
        fixture.service.transactor.inTransaction(tx -> {
            fixture.stores.authorities().add(tx, remote, Optional.empty());
            return remote;
        });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** As a built-in authority of theirs would sign it. */
    private SignerAnswer signed(SigningOrder order) {
        CertificateAuthority authority = new CertificateAuthority(
                order.authority().id(),
                order.authority().team(),
                "theirs",
                AuthorityKind.BUILTIN,
                AuthorityTrust.FIRST_USE,
                true,
                false,
                false,
                theirs.chain(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
        return new LocalSigner()
                .sign(new SigningOrder(
                        order.attempt(),
                        authority,
                        Optional.of(theirs.keys()),
                        order.request(),
                        order.device(),
                        order.content(),
                        order.serial(),
                        order.validity(),
                        Optional.empty()));
    }

    @Test
    void givesDevicesWhatWasSignedElsewhereWithItsChain() {
        assertThat(fixture.issued(fixture.order()).pem())
                .endsWith(PemBlock.of(theirs.chain().getFirst()));
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainForTheSameAttemptUntilItIsSignedAndNoMoreThen() {
        IssuanceOrder order = fixture.order();
        signer = _ -> new SignerAnswer.Later("it is down");
        assertThat(fixture.issuing().issue(order)).isEqualTo(new Issuance.Delayed("it is down"));
        assertThat(fixture.counted.delayed).hasValue(1);
        AtomicInteger same = new AtomicInteger();
        signer = signing -> {
            same.set(signing.attempt().equals(order.attempt()) ? 1 : 0);
            return signed(signing);
        };
        Issuance.Issued issued = fixture.issued(order);
        assertThat(same).hasValue(1);
        assertThat(fixture.issued(order)).isEqualTo(issued);
        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsOneSerialForAnAttemptWhoseAnswerWasLost() {
        IssuanceOrder order = fixture.order();
        List<BigInteger> serials = new ArrayList<>();
        signer = signing -> {
            serials.add(signing.serial());
            throw new IllegalStateException("killed");
        };
        try {
            fixture.issuing().issue(order);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
        signer = signing -> {
            serials.add(signing.serial());
            return signed(signing);
        };
        fixture.issued(order);
        assertThat(serials).hasSize(2);
        assertThat(serials.getFirst()).isEqualTo(serials.getLast());
    }

    @Test
    void passesOnARefusalAndJudgesTheAttemptAnewWhenItIsAskedForAgain() {
        IssuanceOrder order = fixture.order();
        signer = _ -> new SignerAnswer.Refused("not one of ours");
        Issuance.Refused refused = fixture.refused(order);
        assertThat(refused.cause()).isEqualTo(RefusalCause.SIGNER);
        assertThat(refused.reason()).contains("theirs refused", "not one of ours");
        signer = this::signed;
        fixture.issued(order);
    }

    @Test
    void refusesACertificateForAnotherKey() {
        signer = signing -> signed(new SigningOrder(
                signing.attempt(),
                signing.authority(),
                signing.secret(),
                new CertificateRequest(new byte[0], TestDevice.create().publicKey()),
                signing.device(),
                signing.content(),
                signing.serial(),
                signing.validity(),
                Optional.empty()));
        assertThat(fixture.refused(fixture.order()).reason()).contains("another key");
    }

    @Test
    void keepsWhatWasSignedForAnAbandonedAttemptFromTheDevice() {
        IssuanceOrder order = fixture.order();
        signer = signing -> {
            fixture.abandon(order.attempt(), "the command was reset");
            return signed(signing);
        };
        Issuance.Refused refused = fixture.refused(order);
        assertThat(refused.cause()).isEqualTo(RefusalCause.ABANDONED);
        assertThat(fixture.refused(order).cause()).isEqualTo(RefusalCause.ABANDONED);
        assertThat(asked).hasValue(1);
        fixture.service.database.execute("DO $$ BEGIN ASSERT (SELECT stage = 'ENDED' AND delivered IS NOT NULL"
                + " FROM issued_certificate); END $$");
    }

    @Test
    void givesBothThatAskedAtTheSameTimeWhatWasStoredFirst() {
        IssuanceOrder order = fixture.order();
        List<Issuance> inner = new ArrayList<>();
        signer = signing -> {
            if (asked.get() == 1) {
                inner.add(fixture.issuing().issue(order));
            }
            return signed(signing);
        };
        Issuance outer = fixture.issuing().issue(order);
        assertThat(inner).containsExactly(outer);
        assertThat(asked).hasValue(2);
    }
}
