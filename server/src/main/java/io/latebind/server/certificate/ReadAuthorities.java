package io.latebind.server.certificate;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.util.List;

/** Shows a team its certificate authorities, without their keys. */
public final class ReadAuthorities {
    private final Transactor transactor;
    private final AuthorityStore authorities;

    public ReadAuthorities(Transactor transactor, AuthorityStore authorities) {
        this.transactor = transactor;
        this.authorities = authorities;
    }

    /** In the order of their making. */
    public List<CertificateAuthority> list(Principal caller) {
        return transactor.inTransaction(tx -> authorities.list(tx, caller.team()));
    }

    /** Refused when the team has no such authority (NOT_FOUND). */
    public Outcome<CertificateAuthority> find(Principal caller, AuthorityId id) {
        return transactor.inTransaction(tx -> AuthorityAbsent.orRefused(authorities.find(tx, caller.team(), id), id));
    }
}
