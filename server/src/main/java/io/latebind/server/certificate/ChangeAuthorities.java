package io.latebind.server.certificate;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
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

/** Makes, changes and deletes a team's certificate authorities. */
public final class ChangeAuthorities {
    /** Each is a line in every list. */
    static final int MAX_AUTHORITIES = 200;

    private final Transactor transactor;
    private final AuthorityStore authorities;
    private final AuthorityUse use;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeAuthorities(
            Transactor transactor,
            AuthorityStore authorities,
            AuthorityUse use,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.authorities = authorities;
        this.use = use;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What an authority starts with.
     *
     * @param secret to be encrypted: keys, or what opens a signer elsewhere
     * @param facts for the audit trail, besides those that all authorities have
     */
    public record Start(List<X509CertificateHolder> chain, Secret secret, Facts facts) {}

    /**
     * Refused when what was brought cannot be an authority (BAD_FIELD, each field with its reason), when the name is taken (NAME_TAKEN),
     * the team has it already, has as many as it may, or another chain with the same key is known under another name (WRONG_STATE).
     */
    public Outcome<CertificateAuthority> create(Principal caller, AuthorityDraft draft) {
        return made(draft, clock.instant())
                .then(start -> transactor.inTransaction(tx -> add(tx, caller, draft, start)));
    }

    /** As {@link #create}, of what its kind has made or read. */
    public Outcome<CertificateAuthority> add(Tx tx, Principal caller, AuthorityDraft draft, Start start) {
        Instant now = clock.instant();
        authorities.lock(tx, caller.team());
        List<CertificateAuthority> there = authorities.list(tx, caller.team());
        CertificateAuthority wanted = new CertificateAuthority(
                new AuthorityId(ids.newUuid()),
                caller.team(),
                draft.name(),
                draft.kind(),
                draft.trust(),
                there.isEmpty(),
                false,
                draft.deliversChain(),
                start.chain(),
                Optional.of(caller.member()),
                now,
                now);
        return room(there).then(_ -> acceptable(tx, there, wanted)).map(_ -> {
            authorities.add(tx, wanted, Optional.of(start.secret()));
            if (draft.usual() && !wanted.usual()) {
                authorities.makeUsual(tx, caller.team(), wanted.id());
            }
            CertificateAuthority stored = wanted.usual(wanted.usual() || draft.usual());
            audit.record(
                    tx,
                    AuditEvent.of(caller, AuditAction.AUTHORITY_CREATED, stored.id())
                            .after(CertificateFacts.of(stored, start.facts())));
            return stored;
        });
    }

    private Outcome<Start> made(AuthorityDraft draft, Instant now) {
        if (draft.material().isEmpty()) {
            AuthorityMint.Minted minted = new AuthorityMint(ids).mint(now);
            return Outcome.done(new Start(minted.chain(), minted.keys(), Facts.none()));
        }
        return switch (AuthorityReader.read(draft.material().get())) {
            case AuthorityReader.Read.Bad(String field, String problem) -> bad(field, problem);
            case AuthorityReader.Read.Good(var certificates, var key) -> {
                String chainField =
                        draft.material().get() instanceof AuthorityMaterial.Pem ? "certificateChain" : "pkcs12";
                String keyField = draft.material().get() instanceof AuthorityMaterial.Pem ? "privateKey" : "pkcs12";
                Optional<List<X509CertificateHolder>> chain = ImportRules.ordered(certificates);
                if (chain.isEmpty()) {
                    yield bad(
                            chainField,
                            "is no chain: the issuing authority must come first, and every other certificate must have signed"
                                    + " one before it");
                }
                Optional<String> chainProblem = ImportRules.chainProblem(chain.get(), now);
                Optional<String> keyProblem =
                        ImportRules.keyProblem(key, chain.get().getFirst());
                yield chainProblem.isPresent()
                        ? bad(chainField, chainProblem.get())
                        : keyProblem.isPresent()
                                ? bad(keyField, keyProblem.get())
                                : Outcome.done(new Start(
                                        chain.get(), new AuthorityKeys(key, Optional.empty()).secret(), Facts.none()));
            }
        };
    }

    private static <T> Outcome<T> bad(String field, String problem) {
        return Outcome.refused(Refusal.ofFields(
                RefusalCode.BAD_FIELD, List.of(new FieldProblem("/" + field, "/" + field + " " + problem + "."))));
    }

    private static Outcome<Integer> room(List<CertificateAuthority> there) {
        return there.size() < MAX_AUTHORITIES
                ? Outcome.done(there.size())
                : Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "your team has " + there.size()
                                + " certificate authorities, the most that it may have; delete some");
    }

    private Outcome<CertificateAuthority> acceptable(
            Tx tx, List<CertificateAuthority> there, CertificateAuthority wanted) {
        if (wanted.kind().remote()) {
            // several may sign under one chain, and none of them publishes revocations here
            return named(there, wanted);
        }
        Optional<CertificateAuthority> same = there.stream()
                .filter(each -> !each.kind().remote() && each.key().equals(wanted.key()))
                .findFirst();
        if (same.isPresent()) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "your team has the authority with this key already, named "
                            + same.get().name());
        }
        // a revocation list is found by its key, and names one issuer
        boolean renamed = wanted.key().stream()
                .flatMap(key -> authorities.withKey(tx, key).stream())
                .flatMap(each -> each.issuer().stream())
                .anyMatch(issuer -> !issuer.getSubject()
                        .equals(wanted.issuer().orElseThrow().getSubject()));
        if (renamed) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "this key is known here under another subject; bring the certificate with that one");
        }
        return named(there, wanted);
    }

    private static Outcome<CertificateAuthority> named(List<CertificateAuthority> there, CertificateAuthority wanted) {
        return there.stream().noneMatch(each -> each.name().equals(wanted.name()))
                ? Outcome.done(wanted)
                : nameTaken(wanted);
    }

    private static Outcome<CertificateAuthority> nameTaken(CertificateAuthority wanted) {
        return Outcome.refused(
                RefusalCode.NAME_TAKEN, "your team has a certificate authority named " + wanted.name() + " already");
    }

    /**
     * Refused when the team has no such authority (NOT_FOUND), the name is taken (NAME_TAKEN), a new name would leave commands or rules
     * that name the old one without it (IN_USE), the default would be retired, a retired one would be the default, or the team would be
     * without a default (WRONG_STATE).
     */
    public Outcome<CertificateAuthority> edit(Principal caller, AuthorityId id, AuthorityEdit edit) {
        return transactor.inTransaction(tx -> edit(tx, caller, id, edit).map(changed -> {
            record(tx, caller, changed, Facts.none(), Facts.none());
            return changed.after();
        }));
    }

    /** An authority as it was and as it is. */
    public record Changed(CertificateAuthority before, CertificateAuthority after) {}

    /** As {@link #edit(Principal, AuthorityId, AuthorityEdit)}, as a part of something; {@link #record} follows. */
    public Outcome<Changed> edit(Tx tx, Principal caller, AuthorityId id, AuthorityEdit edit) {
        authorities.lock(tx, caller.team());
        return AuthorityAbsent.orRefused(authorities.find(tx, caller.team(), id), id)
                .then(before -> {
                    CertificateAuthority after = before.changed(
                                    edit.name().orElse(before.name()),
                                    edit.trust().orElse(before.trust()),
                                    edit.deliversChain().orElse(before.deliversChain()),
                                    clock.instant())
                            .usual(edit.usual().orElse(before.usual()))
                            .retired(edit.retired().orElse(before.retired()));
                    return possible(before, after)
                            .then(_ -> before.name().equals(after.name())
                                    ? Outcome.done(after)
                                    : renamed(tx, before, after))
                            .map(_ -> stored(tx, before, after));
                });
    }

    private Outcome<CertificateAuthority> renamed(Tx tx, CertificateAuthority before, CertificateAuthority after) {
        return authorities.named(tx, after.team(), after.name()).isPresent()
                ? nameTaken(after)
                : unused(tx, before, "renamed");
    }

    private static Outcome<CertificateAuthority> possible(CertificateAuthority before, CertificateAuthority after) {
        if (before.usual() && !after.usual()) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "the certificate authority " + before.name()
                            + " is your team's default, and there is always one; make another"
                            + " the default instead");
        }
        if (after.usual() && after.retired()) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "the certificate authority " + before.name()
                            + " cannot be retired and your team's default; make another the default");
        }
        return Outcome.done(after);
    }

    private Changed stored(Tx tx, CertificateAuthority before, CertificateAuthority after) {
        authorities.change(tx, after);
        if (after.usual() && !before.usual()) {
            authorities.makeUsual(tx, after.team(), after.id());
        }
        return new Changed(before, after);
    }

    /**
     * Records the change, when all of it is stored.
     *
     * @param before what only its kind had
     * @param after what only its kind has
     */
    public void record(Tx tx, Principal caller, Changed changed, Facts before, Facts after) {
        audit.record(
                tx,
                AuditEvent.of(
                                caller,
                                AuditAction.AUTHORITY_CHANGED,
                                changed.after().id())
                        .before(CertificateFacts.of(changed.before()).and(before))
                        .after(CertificateFacts.of(changed.after()).and(after)));
    }

    private Outcome<CertificateAuthority> unused(Tx tx, CertificateAuthority authority, String what) {
        List<String> users = use.ofAuthority(tx, authority.team(), authority.name());
        return users.isEmpty()
                ? Outcome.done(authority)
                : Outcome.refused(
                        RefusalCode.IN_USE,
                        "the certificate authority " + authority.name() + " is named by " + String.join(", ", users)
                                + " and cannot be " + what + "; change these first");
    }

    /**
     * Erases the authority's keys. Refused when the team has no such authority (NOT_FOUND), it is the default (WRONG_STATE), something
     * names it, or certificates of it hold, whose revocation could not be published without its key (IN_USE): those are what retiring is
     * for.
     */
    public Outcome<CertificateAuthority> delete(Principal caller, AuthorityId id) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> {
            authorities.lock(tx, caller.team());
            return AuthorityAbsent.orRefused(authorities.find(tx, caller.team(), id), id)
                    .then(found -> found.usual()
                            ? Outcome.refused(
                                    RefusalCode.WRONG_STATE,
                                    "the certificate authority " + found.name()
                                            + " is your team's default; make another the default first")
                            : Outcome.done(found))
                    .then(found -> unused(tx, found, "deleted"))
                    .then(found -> {
                        authorities.lock(tx, id);
                        // a signer elsewhere publishes the revocations of what it signed
                        long inForce = found.kind().remote() ? 0 : authorities.inForce(tx, id, now);
                        return inForce == 0
                                ? Outcome.done(found)
                                : Outcome.refused(
                                        RefusalCode.IN_USE,
                                        "the certificate authority " + found.name() + " has issued " + inForce
                                                + " certificates that are in force, and their revocation could not be published"
                                                + " without it; retire it, or revoke them");
                    })
                    .map(found -> {
                        authorities.delete(tx, id, now);
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.AUTHORITY_DELETED, id)
                                        .before(CertificateFacts.of(found)));
                        return found;
                    });
        });
    }
}
