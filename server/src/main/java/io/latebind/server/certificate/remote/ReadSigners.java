package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.util.Map;
import java.util.Optional;

/** Shows a team where its authorities elsewhere are, without their secrets. */
public final class ReadSigners {
    private final Transactor transactor;
    private final SignerStore signers;

    public ReadSigners(Transactor transactor, SignerStore signers) {
        this.transactor = transactor;
        this.signers = signers;
    }

    /** Of one of the authorities of the caller's team; empty when it has none. */
    public Optional<SignerSettings> settings(CertificateAuthority authority) {
        return transactor.perStatement(tx -> signers.settings(tx, authority.id()));
    }

    /** Of all authorities of the caller's team that have some. */
    public Map<AuthorityId, SignerSettings> settings(Principal caller) {
        return transactor.perStatement(tx -> signers.list(tx, caller.team()));
    }
}
