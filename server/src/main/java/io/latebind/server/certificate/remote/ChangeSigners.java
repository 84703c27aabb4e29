package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityAbsent;
import io.latebind.server.certificate.AuthorityDraft;
import io.latebind.server.certificate.AuthorityEdit;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.AuthorityStore;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.ChangeAuthorities;
import io.latebind.server.event.webhook.SignatureRules;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Makes authorities whose signer is elsewhere, and changes where that is. */
public final class ChangeSigners {
    private final Transactor transactor;
    private final AuthorityStore authorities;
    private final ChangeAuthorities changing;
    private final SignerStore signers;
    private final SignerCalls calls;
    private final Sources sources;

    /** Of time and randomness. */
    public record Sources(InstantSource clock, IdSource ids) {}

    public ChangeSigners(
            Transactor transactor,
            AuthorityStore authorities,
            ChangeAuthorities changing,
            SignerStore signers,
            SignerCalls calls,
            Sources sources) {
        this.transactor = transactor;
        this.authorities = authorities;
        this.changing = changing;
        this.signers = signers;
        this.calls = calls;
        this.sources = sources;
    }

    /**
     * What is to change.
     *
     * @param signer in the place of where it is; secret and login stay when they are not given
     * @param anchors in the place of those that there are
     */
    public record Edit(Optional<SignerWish> signer, Optional<List<X509CertificateHolder>> anchors) {
        public boolean isEmpty() {
            return signer.isEmpty() && anchors.isEmpty();
        }
    }

    /**
     * A webhook's secret is made when none is given. Refused when nothing can be sent to the URL, or an EST server is given nothing to
     * know the service by (BAD_FIELD), and as {@link ChangeAuthorities#create}.
     */
    public Outcome<MadeSigner> create(
            Principal caller, AuthorityDraft draft, SignerWish wish, List<X509CertificateHolder> anchors) {
        Optional<Secret> made =
                wish.kind() == AuthorityKind.WEBHOOK && wish.secret().isEmpty()
                        ? Optional.of(SignatureRules.secret(sources.ids().randomBytes(SignatureRules.SECRET_BYTES)))
                        : Optional.empty();
        Optional<Secret> secret = wish.secret().or(() -> made);
        return reachable(wish)
                .then(_ -> settings(wish, Optional.empty()))
                .then(settings -> secret.isPresent()
                        ? Outcome.done(settings)
                        : bad("/est/password", "is missing; it goes with the username"))
                .then(settings -> transactor.inTransaction(tx -> changing.add(
                                tx,
                                caller,
                                draft,
                                new ChangeAuthorities.Start(anchors, secret.get(), SignerFacts.of(settings)))
                        .map(authority -> {
                            signers.save(tx, authority.id(), settings);
                            return new MadeSigner(authority, settings, made);
                        })));
    }

    /**
     * Refused when the team has no such authority (NOT_FOUND), it is of another kind, nothing can be sent to the URL, or a password would
     * go to another place than it was given for (BAD_FIELD), and as {@link ChangeAuthorities#edit}.
     */
    public Outcome<CertificateAuthority> change(Principal caller, AuthorityId id, AuthorityEdit general, Edit edit) {
        Outcome<String> reachable = edit.signer().map(this::reachable).orElseGet(() -> Outcome.done(""));
        return reachable.then(_ -> transactor.inTransaction(tx -> {
            authorities.lock(tx, caller.team());
            return AuthorityAbsent.orRefused(authorities.find(tx, caller.team(), id), id)
                    .then(found -> remote(found, edit))
                    .then(found -> {
                        Optional<SignerSettings> there = signers.settings(tx, id);
                        return wished(there, edit)
                                // last of what may refuse: nothing is stored before
                                .then(wanted -> changing.edit(tx, caller, id, general)
                                        .map(changed -> stored(tx, caller, changed, new Places(there, wanted), edit)));
                    });
        }));
    }

    /** As it was and as it is to be; no settings for what stays as it is. */
    private record Places(Optional<SignerSettings> before, Optional<SignerSettings> after) {
        Facts factsBefore() {
            return Facts.of("signer", before.map(SignerFacts::of));
        }

        Facts factsAfter() {
            return Facts.of("signer", after.or(() -> before).map(SignerFacts::of));
        }
    }

    private static Outcome<CertificateAuthority> remote(CertificateAuthority found, Edit edit) {
        Optional<String> stranger = edit.signer()
                .filter(wish -> wish.kind() != found.kind())
                .map(SignerWish::field)
                .or(() -> edit.anchors().filter(_ -> !found.kind().remote()).map(_ -> "certificateChain"));
        return stranger.isEmpty()
                ? Outcome.done(found)
                : bad(
                        "/" + stranger.get(),
                        "is nothing that can be changed of this authority, which is of the kind "
                                + found.kind().shown());
    }

    /** Empty when the signer stays where it is. */
    private static Outcome<Optional<SignerSettings>> wished(Optional<SignerSettings> before, Edit edit) {
        if (edit.signer().isEmpty()) {
            return Outcome.done(Optional.empty());
        }
        SignerWish wish = edit.signer().get();
        return settings(wish, before)
                .then(wanted -> before.flatMap(old -> leak(old, wanted, wish))
                        .map(problem -> ChangeSigners.<Optional<SignerSettings>>bad("/est/password", problem))
                        .orElseGet(() -> Outcome.done(Optional.of(wanted))));
    }

    /** Who may change the address must not learn the password by it. */
    private static Optional<String> leak(SignerSettings before, SignerSettings wanted, SignerWish wish) {
        boolean password = wanted instanceof SignerSettings.Est est
                && est.login() instanceof SignerSettings.Login.Password
                && wish.secret().isEmpty();
        if (!password) {
            return Optional.empty();
        }
        if (!(before instanceof SignerSettings.Est old && old.login() instanceof SignerSettings.Login.Password)) {
            return Optional.of("is missing; it goes with the username");
        }
        return before.url().equals(wanted.url()) && before.roots().equals(wanted.roots())
                ? Optional.empty()
                : Optional.of("must be given again, since the place to which it is sent changes");
    }

    private static Outcome<SignerSettings> settings(SignerWish wish, Optional<SignerSettings> before) {
        if (wish.kind() == AuthorityKind.WEBHOOK) {
            return Outcome.done(new SignerSettings.Webhook(wish.url(), wish.roots()));
        }
        Optional<SignerSettings.Login> login = wish.login()
                .or(() -> before.flatMap(
                        old -> old instanceof SignerSettings.Est est ? Optional.of(est.login()) : Optional.empty()));
        return login.<Outcome<SignerSettings>>map(
                        found -> Outcome.done(new SignerSettings.Est(wish.url(), wish.label(), wish.roots(), found)))
                .orElseGet(() -> bad(
                        "/est",
                        "says nothing by which the server knows this service; give username and password, or a"
                                + " clientCertificate"));
    }

    private CertificateAuthority stored(
            Tx tx, Principal caller, ChangeAuthorities.Changed general, Places places, Edit edit) {
        Instant now = sources.clock().instant();
        AuthorityId id = general.before().id();
        Optional<Secret> secret = edit.signer().flatMap(SignerWish::secret);
        places.after().ifPresent(settings -> signers.save(tx, id, settings));
        secret.ifPresent(replacing -> signers.saveSecret(tx, id, replacing));
        edit.anchors().ifPresent(anchors -> signers.saveAnchors(tx, id, anchors, now));
        CertificateAuthority stored = authorities.find(tx, caller.team(), id).orElseThrow();
        changing.record(
                tx,
                caller,
                new ChangeAuthorities.Changed(general.before(), stored),
                places.factsBefore()
                        .with(
                                "certificateChain",
                                SignerFacts.subjects(general.before().chain())),
                places.factsAfter()
                        .with("certificateChain", SignerFacts.subjects(stored.chain()))
                        .with("secretReplaced", secret.isPresent()));
        return stored;
    }

    private Outcome<String> reachable(SignerWish wish) {
        return calls.objection(wish.url())
                .map(objection -> ChangeSigners.<String>bad("/" + wish.field() + "/url", objection))
                .orElseGet(() -> Outcome.done(wish.url()));
    }

    private static <T> Outcome<T> bad(String pointer, String problem) {
        return Outcome.refused(Refusal.ofFields(
                RefusalCode.BAD_FIELD, List.of(new FieldProblem(pointer, pointer + " " + problem + "."))));
    }
}
