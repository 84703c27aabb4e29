package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.util.Map;

/** Shows a team where its authorities elsewhere are, without their secrets. */
public final class ReadSigners {
    private final Transactor transactor;
    private final SignerStore signers;

    public ReadSigners(Transactor transactor, SignerStore signers) {
        this.transactor = transactor;
        this.signers = signers;
    }

    /** Of all authorities of the caller's team that have some. */
    public Map<AuthorityId, SignerSettings> settings(Principal caller) {
        return transactor.perStatement(tx -> signers.list(tx, caller.team()));
    }
}
