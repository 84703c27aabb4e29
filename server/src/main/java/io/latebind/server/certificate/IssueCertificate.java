package io.latebind.server.certificate;

import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.certificate.IssuanceStore.Stage;
import io.latebind.server.certificate.IssuanceStore.Standing;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.certificate.OrderJudge.Judgement;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Issues certificates to devices (specification 4.1). An attempt gets one: it is reserved before anything is signed, and whoever asks
 * again, at the same time or after a crash, gets the same. Keys that the service holds sign in the transaction of the reservation; for
 * a signer elsewhere no transaction is open.
 */
public final class IssueCertificate {
    private static final String ASKED_TWICE =
            "the signer made it for a key that it had made another certificate for; no device was given it";

    private final Transactor transactor;
    private final CertificateStores stores;
    private final Terms terms;
    private final CertificateNews news;
    private final InstantSource clock;
    private final IdSource ids;
    private final BuiltInAuthority builtIn;
    private final OrderJudge judge;
    private final BudgetCheck budgets;

    /** Who signs, where revocation lists are found, and who counts. */
    public record Terms(Signers signers, RevocationAddress address, IssuanceObserver observer) {}

    public IssueCertificate(
            Transactor transactor,
            CertificateStores stores,
            Terms terms,
            CertificateNews news,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.stores = stores;
        this.terms = terms;
        this.news = news;
        this.clock = clock;
        this.ids = ids;
        this.builtIn = new BuiltInAuthority(stores.authorities(), ids);
        this.judge = new OrderJudge(stores.authorities(), stores.profiles());
        this.budgets = new BudgetCheck(stores.issuances());
    }

    /**
     * Never throws for what a signer does. Refused when the authority or the profile is gone, the authority is retired, over or signs
     * for registered devices alone, the names are not allowed, a budget is used up, the signer refuses, or the attempt was abandoned.
     */
    public Issuance issue(IssuanceOrder order) {
        Issuance issuance = switch (transactor.<Step>inTransaction(tx -> begin(tx, order))) {
            case Step.Over(Issuance over) -> over;
            case Step.Elsewhere(Signer signer, Asked asked) -> finish(asked, signer.sign(asked.signing()));
        };
        switch (issuance) {
            case Issuance.Issued _ -> terms.observer().issued();
            case Issuance.Refused(RefusalCause cause, String _) ->
                terms.observer().refused(cause);
            case Issuance.Delayed _ -> terms.observer().delayed();
        }
        return issuance;
    }

    private sealed interface Step {
        record Over(Issuance issuance) implements Step {}

        record Elsewhere(Signer signer, Asked asked) implements Step {}
    }

    private static Step refused(RefusalCause cause, String reason) {
        return new Step.Over(new Issuance.Refused(cause, reason));
    }

    private Step begin(Tx tx, IssuanceOrder order) {
        Optional<Standing> standing = stores.issuances().standing(tx, order.attempt());
        return standing.isPresent() ? goOn(tx, order, standing.get()) : reserve(tx, order);
    }

    private Step reserve(Tx tx, IssuanceOrder order) {
        Instant now = clock.instant();
        Optional<CertificateAuthority> found = judge.authority(tx, order.team(), order.authority());
        if (found.isEmpty() && order.authority().isPresent()) {
            return refused(
                    RefusalCause.AUTHORITY,
                    OrderJudge.noAuthority(order.authority().get()));
        }
        CertificateAuthority authority = found.orElseGet(() -> builtIn.usual(tx, order.team(), now));
        return switch (judge.judge(tx, authority, order.device(), order.profile(), now)) {
            case Judgement.Unfit(RefusalCause cause, String reason) -> refused(cause, reason);
            case Judgement.Fit fit -> {
                Optional<String> exhausted = budgets.exhausted(tx, order, fit.profile(), now);
                yield exhausted.isPresent()
                        ? refused(RefusalCause.BUDGET, exhausted.get())
                        : reserve(tx, order, fit, now);
            }
        };
    }

    private Step reserve(Tx tx, IssuanceOrder order, Judgement.Fit fit, Instant now) {
        Standing standing = new Standing(
                new CertificateId(ids.newUuid()),
                order.team(),
                order.device().uuid(),
                fit.authority().id(),
                fit.profile().name(),
                Serials.random(ids),
                new Stage.Pending(),
                fit.validity());
        Optional<AuthorityStore.Held> held = stores.authorities().hold(tx, fit.authority());
        if (held.isEmpty()) {
            return refused(
                    RefusalCause.AUTHORITY,
                    "the certificate authority " + fit.authority().name() + " was retired or deleted in this moment");
        }
        if (!stores.issuances().reserve(tx, order, standing, now)) {
            return stores.issuances()
                    .standing(tx, order.attempt())
                    .map(other -> goOn(tx, order, other))
                    .orElseGet(() -> new Step.Over(
                            new Issuance.Delayed("somebody else asked for it at the same time, and was refused")));
        }
        return sign(tx, order, standing, fit, held.get().keys());
    }

    /** Somebody asked for it before. */
    private Step goOn(Tx tx, IssuanceOrder order, Standing standing) {
        return switch (standing.stage()) {
            case Stage.Issued(List<X509CertificateHolder> delivered) -> new Step.Over(answer(standing.id(), delivered));
            case Stage.Ended(String reason) -> refused(RefusalCause.ABANDONED, reason);
            case Stage.Pending _ -> askAgain(tx, order, standing);
        };
    }

    private Step askAgain(Tx tx, IssuanceOrder order, Standing standing) {
        Optional<CertificateAuthority> authority = stores.authorities().find(tx, order.team(), standing.authority());
        if (authority.isEmpty()) {
            stores.issuances().forget(tx, standing.id());
            return refused(RefusalCause.AUTHORITY, "the certificate authority that was asked has been deleted");
        }
        return switch (judge.judge(
                tx, authority.get(), order.device(), Optional.of(standing.profile()), clock.instant())) {
            case Judgement.Unfit(RefusalCause cause, String reason) -> {
                stores.issuances().forget(tx, standing.id());
                yield refused(cause, reason);
            }
            case Judgement.Fit fit -> sign(tx, order, standing, fit, keys(tx, fit.authority()));
        };
    }

    private Optional<Secret> keys(Tx tx, CertificateAuthority authority) {
        return authority.kind().remote()
                ? Optional.empty()
                : stores.authorities().secret(tx, authority.id());
    }

    private Step sign(Tx tx, IssuanceOrder order, Standing standing, Judgement.Fit fit, Optional<Secret> keys) {
        CertificateAuthority authority = fit.authority();
        Optional<Signer> signer = terms.signers().of(authority.kind());
        if (signer.isEmpty()) {
            // made by a newer version of the service beside this one
            return new Step.Over(
                    new Issuance.Delayed("this service cannot sign with certificate authorities of the kind "
                            + authority.kind().shown()));
        }
        Optional<String> closed = signer.get().closed(authority, order.attempt());
        if (closed.isPresent()) {
            return new Step.Over(new Issuance.Delayed(closed.get()));
        }
        boolean elsewhere = authority.kind().remote();
        SigningOrder signing = new SigningOrder(
                order.attempt(),
                authority,
                keys,
                order.request(),
                order.device(),
                fit.content(),
                standing.serial(),
                standing.validity(),
                elsewhere ? Optional.empty() : authority.key().flatMap(terms.address()::list));
        Asked asked = new Asked(order, signing, standing.id());
        if (elsewhere) {
            stores.issuances().asked(tx, standing.id());
            return new Step.Elsewhere(signer.get(), asked);
        }
        return new Step.Over(store(tx, asked, signer.get().sign(signing), 0));
    }

    private Issuance finish(Asked asked, SignerAnswer answer) {
        return transactor.inTransaction(tx -> {
            Optional<Standing> standing =
                    stores.issuances().lock(tx, asked.order().attempt());
            if (standing.filter(found -> found.id().equals(asked.id())).isEmpty()) {
                keepSurplus(tx, asked, answer, RevocationReason.SUPERSEDED, ASKED_TWICE);
                return new Issuance.Delayed("somebody else asked the signer at the same time, and was refused");
            }
            int unanswered =
                    answer instanceof SignerAnswer.Lost ? 0 : stores.issuances().answered(tx, asked.id());
            return switch (standing.get().stage()) {
                case Stage.Issued(List<X509CertificateHolder> delivered) -> {
                    keepSurplus(tx, asked, answer, RevocationReason.SUPERSEDED, ASKED_TWICE);
                    yield answer(asked.id(), delivered);
                }
                case Stage.Ended(String reason) -> {
                    keepSurplus(tx, asked, answer, RevocationReason.CESSATION_OF_OPERATION, reason);
                    yield new Issuance.Refused(RefusalCause.ABANDONED, reason);
                }
                case Stage.Pending _ -> store(tx, asked, answer, unanswered);
            };
        });
    }

    /** @param unanswered other requests for the same attempt of which nobody knows what became */
    private Issuance store(Tx tx, Asked asked, SignerAnswer answer, int unanswered) {
        return switch (answer) {
            case SignerAnswer.Later(String reason) -> new Issuance.Delayed(reason);
            case SignerAnswer.Lost(String reason) -> new Issuance.Delayed(reason);
            case SignerAnswer.Refused(String reason) -> refusedBySigner(tx, asked, reason);
            case SignerAnswer.Signed signed
            when !asked.isAnsweredBy(signed) ->
                refusedBySigner(tx, asked, "the certificate authority answered with a certificate for another key");
            case SignerAnswer.Signed signed -> {
                IssuanceStore.Signed kept = asked.kept(signed);
                stores.issuances().issued(tx, asked.id(), kept, clock.instant());
                news.issued(tx, asked.order().team(), asked.order().device().uuid(), asked.facts(kept, unanswered));
                yield answer(asked.id(), kept.delivered());
            }
        };
    }

    private Issuance refusedBySigner(Tx tx, Asked asked, String reason) {
        stores.issuances().forget(tx, asked.id());
        return new Issuance.Refused(
                RefusalCause.SIGNER,
                "the certificate authority " + asked.signing().authority().name() + " refused: " + reason);
    }

    /**
     * What a signer elsewhere made besides the attempt's own certificate, or for an attempt that was ended meanwhile: known, told, and
     * never given to the device. The signer's owner revokes it there.
     */
    private void keepSurplus(Tx tx, Asked asked, SignerAnswer answer, RevocationReason why, String note) {
        if (!(answer instanceof SignerAnswer.Signed signed) || !asked.isAnsweredBy(signed)) {
            return;
        }
        IssuanceStore.Signed kept = asked.kept(signed);
        Instant now = clock.instant();
        CertificateId id = asked.id();
        boolean unknown = stores.issuances().late(tx, id, kept, now);
        if (!unknown) {
            id = new CertificateId(ids.newUuid());
            Revocation how = new Revocation(now, why, Optional.of(note));
            unknown = stores.issuances()
                    .surplus(tx, id, asked.order(), asked.signing().authority().id(), kept, how);
        }
        if (unknown) {
            Facts facts = Facts.of("certificateId", id)
                    .with("serial", signed.certificate().getSerialNumber().toString(16))
                    .with("authority", asked.signing().authority().name())
                    .with("reason", note);
            news.revoked(tx, asked.order().team(), asked.order().device().uuid(), facts);
        }
    }

    private static Issuance answer(CertificateId id, List<X509CertificateHolder> delivered) {
        return new Issuance.Issued(
                id, PemBlock.of(delivered), delivered.getFirst().getNotAfter().toInstant());
    }

    /**
     * The attempt is no more: reset, unclaimed. What was issued for it is revoked; what is being issued comes to nothing. Nothing happens
     * when nothing was asked for, or it was abandoned or revoked before.
     *
     * @param tx of what ends the attempt
     * @param reason in plain words
     */
    public void abandon(Tx tx, AttemptKey attempt, String reason) {
        Optional<Standing> standing = stores.issuances().lock(tx, attempt);
        if (standing.isEmpty() || standing.get().stage() instanceof Stage.Ended) {
            return;
        }
        stores.issuances().end(tx, standing.get().id(), abandoned(reason));
        if (standing.get().stage() instanceof Stage.Issued) {
            news.revoked(
                    tx,
                    standing.get().team(),
                    standing.get().device(),
                    Facts.of("certificateId", standing.get().id()).with("reason", reason));
        }
    }

    private Revocation abandoned(String reason) {
        return new Revocation(clock.instant(), RevocationReason.CESSATION_OF_OPERATION, Optional.of(reason));
    }
}
