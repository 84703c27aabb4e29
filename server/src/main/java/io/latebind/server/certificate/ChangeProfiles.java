package io.latebind.server.certificate;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes, changes and deletes a team's certificate profiles. What was issued stays as it is. */
public final class ChangeProfiles {
    static final int MAX_PROFILES = 200;

    private final Transactor transactor;
    private final CertificateStores stores;
    private final AuthorityUse use;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeProfiles(
            Transactor transactor,
            CertificateStores stores,
            AuthorityUse use,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.stores = stores;
        this.use = use;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** Refused when the name is taken (NAME_TAKEN), or the team has as many profiles as it may (WRONG_STATE). */
    public Outcome<CertificateProfile> create(Principal caller, ProfileDraft draft) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> {
            stores.authorities().lock(tx, caller.team());
            int count = stores.profiles().list(tx, caller.team()).size();
            if (count >= MAX_PROFILES) {
                return Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "your team has " + count + " certificate profiles, the most that it may have; delete some");
            }
            return free(tx, caller, draft.as(new ProfileId(ids.newUuid()), now, now))
                    .map(profile -> {
                        stores.profiles().add(tx, caller.team(), profile);
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.PROFILE_CREATED, profile.id())
                                        .after(CertificateFacts.of(profile)));
                        return profile;
                    });
        });
    }

    /**
     * Changes what the edit names. Refused when the team has no such profile (NOT_FOUND), it is the built-in one (WRONG_STATE), the name is taken
     * (NAME_TAKEN), or a new name would leave commands or rules that name the old one without it (IN_USE).
     */
    public Outcome<CertificateProfile> edit(Principal caller, ProfileId id, ProfileEdit edit) {
        return transactor.inTransaction(tx -> {
            stores.authorities().lock(tx, caller.team());
            return own(tx, caller, id).then(before -> {
                CertificateProfile after = edit.on(before).as(id, before.createdAt(), clock.instant());
                return free(tx, caller, after)
                        .then(_ -> before.name().equals(after.name())
                                ? Outcome.done(after)
                                : unused(tx, caller, before, "renamed"))
                        .map(_ -> {
                            stores.profiles().change(tx, after);
                            audit.record(
                                    tx,
                                    AuditEvent.of(caller, AuditAction.PROFILE_CHANGED, id)
                                            .before(CertificateFacts.of(before))
                                            .after(CertificateFacts.of(after)));
                            return after;
                        });
            });
        });
    }

    /** Refused when the team has no such profile (NOT_FOUND), it is the built-in one (WRONG_STATE), or something names it (IN_USE). */
    public Outcome<CertificateProfile> delete(Principal caller, ProfileId id) {
        return transactor.inTransaction(tx -> {
            stores.authorities().lock(tx, caller.team());
            return own(tx, caller, id)
                    .then(found -> unused(tx, caller, found, "deleted"))
                    .map(found -> {
                        stores.profiles().delete(tx, id);
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.PROFILE_DELETED, id)
                                        .before(CertificateFacts.of(found)));
                        return found;
                    });
        });
    }

    private Outcome<CertificateProfile> own(Tx tx, Principal caller, ProfileId id) {
        if (id.equals(CertificateProfile.builtIn().id())) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "the built-in certificate profile cannot be changed or deleted; make another and name it in commands");
        }
        return AuthorityAbsent.orRefused(stores.profiles().find(tx, caller.team(), id), "certificate profile", id);
    }

    private Outcome<CertificateProfile> free(Tx tx, Principal caller, CertificateProfile wanted) {
        Optional<CertificateProfile> same = stores.profiles()
                .named(tx, caller.team(), wanted.name())
                .filter(other -> !other.id().equals(wanted.id()));
        return same.isEmpty() && !wanted.name().equals(CertificateProfile.DEFAULT_NAME)
                ? Outcome.done(wanted)
                : Outcome.refused(
                        RefusalCode.NAME_TAKEN,
                        "your team has a certificate profile named " + wanted.name() + " already");
    }

    private Outcome<CertificateProfile> unused(Tx tx, Principal caller, CertificateProfile profile, String what) {
        List<String> users = use.ofProfile(tx, caller.team(), profile.name());
        return users.isEmpty()
                ? Outcome.done(profile)
                : Outcome.refused(
                        RefusalCode.IN_USE,
                        "the certificate profile " + profile.name() + " is named by " + String.join(", ", users)
                                + " and cannot be " + what + "; change these first");
    }
}
