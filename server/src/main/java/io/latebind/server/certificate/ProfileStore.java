package io.latebind.server.certificate;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Optional;

/** The profiles of teams, without the built-in one. */
public interface ProfileStore {
    /** In the order of their making. */
    List<CertificateProfile> list(Tx tx, TeamId team);

    Optional<CertificateProfile> find(Tx tx, TeamId team, ProfileId id);

    Optional<CertificateProfile> named(Tx tx, TeamId team, String name);

    void add(Tx tx, TeamId team, CertificateProfile profile);

    void change(Tx tx, CertificateProfile profile);

    void delete(Tx tx, ProfileId id);
}
