package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityAbsent;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.AuthorityStore;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Tries the way to a signer elsewhere without having anything signed. */
public final class TestSigner {
    private final Transactor transactor;
    private final AuthorityStore authorities;
    private final SignerStore signers;
    private final RemoteSigner signer;
    private final InstantSource clock;
    private final IdSource ids;

    public TestSigner(
            Transactor transactor,
            AuthorityStore authorities,
            SignerStore signers,
            RemoteSigner signer,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.authorities = authorities;
        this.signers = signers;
        this.signer = signer;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What came of it.
     *
     * @param message for people
     * @param authorities what an EST server shows as its own
     */
    public record Result(boolean good, String message, List<X509CertificateHolder> authorities) {
        static Result bad(String message) {
            return new Result(false, message, List.of());
        }
    }

    private record Known(CertificateAuthority authority, Optional<SignerAccess> access) {}

    /**
     * Sends a signed {@code certificate.test}, or asks the EST server for its certificates. Refused when the team has no such authority
     * (NOT_FOUND), or it signs here (WRONG_STATE).
     */
    public Outcome<Result> test(Principal caller, AuthorityId id) {
        return transactor
                .inTransaction(tx -> AuthorityAbsent.orRefused(authorities.find(tx, caller.team(), id), id)
                        .map(found -> new Known(found, signers.access(tx, id))))
                .then(known -> known.access().isEmpty()
                        ? Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "the certificate authority " + known.authority().name()
                                        + " signs in this service; there is no connection to try")
                        : Outcome.done(test(known.authority(), known.access().get())));
    }

    private Result test(CertificateAuthority authority, SignerAccess access) {
        SignerSettings settings = access.settings();
        SignerCall call = switch (settings) {
            case SignerSettings.Webhook webhook ->
                WebhookRules.test(webhook, authority, ids.newUuid().toString(), access.secret(), clock.instant());
            case SignerSettings.Est est -> EstRules.authorities(est, access.secret());
        };
        Optional<SignerReply> reply = signer.tryOut(authority.id(), call);
        if (reply.isEmpty()) {
            return Result.bad("the signer is busy: as many requests as it gets at once are under way");
        }
        return switch (reply.get()) {
            case SignerReply.Failed(String reason, boolean _) -> Result.bad("the signer cannot be asked: " + reason);
            case SignerReply.Answered answered
            when settings instanceof SignerSettings.Est -> authorities(authority, answered);
            case SignerReply.Answered answered
            when answered.status() >= 200 && answered.status() < 300 ->
                new Result(true, "the signer answered " + answered.status(), List.of());
            case SignerReply.Answered answered -> Result.bad(wrong(answered));
        };
    }

    private static Result authorities(CertificateAuthority authority, SignerReply.Answered answered) {
        if (answered.status() != 200) {
            return Result.bad(wrong(answered));
        }
        Optional<List<X509CertificateHolder>> shown =
                answered.whole() ? CertificateTexts.pkcs7(answered.text()) : Optional.empty();
        if (shown.isEmpty()) {
            return Result.bad("the signer answered, but not with PKCS#7 of its certificates in base64");
        }
        String names = String.join(", ", SignerFacts.subjects(shown.get()));
        boolean foreign =
                !authority.chain().isEmpty() && authority.chain().stream().noneMatch(shown.get()::contains);
        return new Result(
                !foreign,
                foreign
                        ? "the signer answered, but its authorities (" + names
                                + ") are none of the certificateChain of this authority"
                        : "the signer answered; its authorities are " + names
                                + ". Whether it takes this service's credentials shows with the first certificate",
                shown.get());
    }

    private static String wrong(SignerReply.Answered answered) {
        return answered.status() >= 300 && answered.status() < 400
                ? "the signer answered " + answered.status()
                        + ", a redirect, which is not followed; give the URL that it leads to"
                : "the signer answered " + answered.status() + ReplyRules.said(answered.text());
    }
}
