package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where authorities elsewhere are. */
public interface SignerStore {
    /** Empty for an authority whose keys the service holds, and for one that is deleted. */
    Optional<SignerAccess> access(Tx tx, AuthorityId authority);

    /** As {@link #access}, without the secret. */
    Optional<SignerSettings> settings(Tx tx, AuthorityId authority);

    /** Of all authorities of the team that have some. */
    Map<AuthorityId, SignerSettings> list(Tx tx, TeamId team);

    /** Also in the place of those that were. */
    void save(Tx tx, AuthorityId authority, SignerSettings settings);

    /** The authority's secret, encrypted, in the place of the one that was. */
    void saveSecret(Tx tx, AuthorityId authority, Secret secret);

    /** The certificates one of which must stand above what is signed, in the place of those that were; none: no matter. */
    void saveAnchors(Tx tx, AuthorityId authority, List<X509CertificateHolder> anchors, Instant now);
}
