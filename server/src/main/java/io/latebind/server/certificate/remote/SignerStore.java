package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Tx;
import java.util.Optional;

/** Where authorities elsewhere are. */
public interface SignerStore {
    /** Empty for an authority whose keys the service holds, and for one that is deleted. */
    Optional<SignerSettings> find(Tx tx, AuthorityId authority);

    /** Also in the place of those that were. */
    void save(Tx tx, AuthorityId authority, SignerSettings settings);

    /** The authority's secret, encrypted, in the place of the one that was. */
    void saveSecret(Tx tx, AuthorityId authority, Secret secret);
}
