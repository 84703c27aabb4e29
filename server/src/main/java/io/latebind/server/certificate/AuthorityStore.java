package io.latebind.server.certificate;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The authorities of teams. */
public interface AuthorityStore {
    /** Keeps others from changing the team's authorities and profiles until the transaction ends. */
    void lock(Tx tx, TeamId team);

    /** Keeps others from deleting the authority until the transaction ends; empty when it is deleted or retired. */
    Optional<Held> hold(Tx tx, CertificateAuthority authority);

    /** @param keys empty when its signer is elsewhere */
    record Held(Optional<Secret> keys) {}

    /** Waits for all who {@link #hold} the authority, and keeps others from it until the transaction ends. */
    void lock(Tx tx, AuthorityId id);

    /** In the order of their making. */
    List<CertificateAuthority> list(Tx tx, TeamId team);

    Optional<CertificateAuthority> find(Tx tx, TeamId team, AuthorityId id);

    Optional<CertificateAuthority> named(Tx tx, TeamId team, String name);

    /** The team's default. */
    Optional<CertificateAuthority> usual(Tx tx, TeamId team);

    /** All teams' authorities with this key, deleted ones too, the newest first. */
    List<CertificateAuthority> withKey(Tx tx, KeyIdentifier key);

    /** The newest authority with this key, of whatever team, whose keys are still kept; a deleted one behind all others. */
    Optional<Holder> holder(Tx tx, KeyIdentifier key);

    /** @param keys as its kind keeps them */
    record Holder(CertificateAuthority authority, Secret keys) {}

    /** What its kind keeps encrypted. */
    Optional<Secret> secret(Tx tx, AuthorityId id);

    /** @throws IllegalStateException when the team has a default already and this is another: a bug */
    void add(Tx tx, CertificateAuthority authority, Optional<Secret> secret);

    /** All but chain and secret. */
    void change(Tx tx, CertificateAuthority authority);

    /** It becomes the default in the place of the one that was, in one step. */
    void makeUsual(Tx tx, TeamId team, AuthorityId id);

    /** Gone for its team, its secret erased; what it issued stays known. */
    void delete(Tx tx, AuthorityId id, Instant now);

    /** How many certificates of it hold at {@code now}, or are being issued. */
    long inForce(Tx tx, AuthorityId id, Instant now);

    /** The name of a team, for templates. */
    String teamName(Tx tx, TeamId team);
}
