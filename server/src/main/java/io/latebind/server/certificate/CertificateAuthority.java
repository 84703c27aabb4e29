package io.latebind.server.certificate;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Whom a team lets sign its devices' certificates; without its keys.
 *
 * @param name unique in its team
 * @param usual the one that signs when a command names none; one of a team's authorities is
 * @param retired it signs nothing any more, but its revocation lists go on
 * @param deliversChain devices get the issuing authorities too, behind their own certificate; the root never
 * @param chain the issuing authority first, each signed by the next; empty while a signer elsewhere has not shown it
 * @param createdBy empty when the service made it at first use
 */
public record CertificateAuthority(
        AuthorityId id,
        TeamId team,
        String name,
        AuthorityKind kind,
        AuthorityTrust trust,
        boolean usual,
        boolean retired,
        boolean deliversChain,
        List<X509CertificateHolder> chain,
        Optional<MemberId> createdBy,
        Instant createdAt,
        Instant updatedAt) {

    public CertificateAuthority {
        chain = List.copyOf(chain);
    }

    /** Empty while a signer elsewhere has not shown its certificate. */
    public Optional<X509CertificateHolder> issuer() {
        return chain.stream().findFirst();
    }

    public Optional<KeyIdentifier> key() {
        return issuer().map(issuer -> KeyIdentifier.of(issuer.getSubjectPublicKeyInfo()));
    }

    /** The key of the root, where the service holds that too. */
    public Optional<KeyIdentifier> rootKey() {
        return kind == AuthorityKind.BUILTIN
                ? Optional.of(KeyIdentifier.of(chain.getLast().getSubjectPublicKeyInfo()))
                : Optional.empty();
    }

    /** When the first of its certificates ends, and with it all that it signed. */
    public Optional<Instant> endsAt() {
        return chain.stream().map(each -> each.getNotAfter().toInstant()).min(Comparator.naturalOrder());
    }

    /**
     * What a device gets behind its own certificate.
     *
     * @param signedUnder the authorities that the signer told of
     */
    List<X509CertificateHolder> delivered(List<X509CertificateHolder> signedUnder) {
        return deliversChain
                ? signedUnder.stream()
                        .filter(each -> !each.getSubject().equals(each.getIssuer()))
                        .toList()
                : List.of();
    }

    public CertificateAuthority changed(
            String newName, AuthorityTrust newTrust, boolean newDeliversChain, Instant now) {
        return new CertificateAuthority(
                id, team, newName, kind, newTrust, usual, retired, newDeliversChain, chain, createdBy, createdAt, now);
    }

    public CertificateAuthority usual(boolean now) {
        return new CertificateAuthority(
                id, team, name, kind, trust, now, retired, deliversChain, chain, createdBy, createdAt, updatedAt);
    }

    public CertificateAuthority retired(boolean now) {
        return new CertificateAuthority(
                id, team, name, kind, trust, usual, now, deliversChain, chain, createdBy, createdAt, updatedAt);
    }
}
