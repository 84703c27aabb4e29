package io.latebind.server.certificate;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** The authority that a team has without doing anything for it (specification 4.1): made when it is first needed. */
final class BuiltInAuthority {
    static final String NAME = "built-in";

    private final AuthorityStore authorities;
    private final IdSource ids;

    BuiltInAuthority(AuthorityStore authorities, IdSource ids) {
        this.authorities = authorities;
        this.ids = ids;
    }

    /** For a team that has no default yet; what somebody else makes at the same time is taken. */
    CertificateAuthority usual(Tx tx, TeamId team, Instant now) {
        authorities.lock(tx, team);
        return authorities.usual(tx, team).orElseGet(() -> made(tx, team, now));
    }

    private CertificateAuthority made(Tx tx, TeamId team, Instant now) {
        AuthorityMint.Minted minted = new AuthorityMint(ids).mint(now);
        CertificateAuthority made = new CertificateAuthority(
                new AuthorityId(ids.newUuid()),
                team,
                NAME,
                AuthorityKind.BUILTIN,
                AuthorityTrust.FIRST_USE,
                true,
                false,
                false,
                minted.chain(),
                Optional.empty(),
                now,
                now);
        authorities.add(tx, made, Optional.of(minted.keys()));
        return made;
    }
}
