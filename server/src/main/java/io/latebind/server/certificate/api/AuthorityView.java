package io.latebind.server.certificate.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.KeyIdentifier;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An authority as REST shows it; there is no field for a key.
 *
 * @param certificateChain PEM, the issuing authority first
 */
record AuthorityView(
        UUID id,
        String name,
        String kind,
        String trust,
        @JsonProperty("default") boolean usual,
        boolean retired,
        boolean deliverChain,
        Optional<String> subject,
        Optional<String> keyId,
        Optional<String> certificateChain,
        Optional<String> crlUrl,
        Optional<String> ocspUrl,
        Optional<Instant> endsAt,
        Optional<SignerView.Webhook> webhook,
        Optional<SignerView.Est> est,
        Optional<MemberId> createdBy,
        Instant createdAt,
        Instant updatedAt) {

    static AuthorityView of(
            CertificateAuthority authority, RevocationAddress address, Optional<SignerSettings> signer) {
        return of(authority, address, signer, Optional.empty());
    }

    /** @param shownOnce the secret that was made with the authority */
    static AuthorityView of(
            CertificateAuthority authority,
            RevocationAddress address,
            Optional<SignerSettings> signer,
            Optional<Secret> shownOnce) {
        Optional<KeyIdentifier> key = authority.kind().remote() ? Optional.empty() : authority.key();
        return new AuthorityView(
                authority.id().value(),
                authority.name(),
                authority.kind().shown(),
                authority.trust().shown(),
                authority.usual(),
                authority.retired(),
                authority.deliversChain(),
                authority.issuer().map(issuer -> issuer.getSubject().toString()),
                key.map(KeyIdentifier::hex),
                authority.issuer().map(_ -> PemBlock.of(authority.chain())),
                key.map(each -> address.list(each).orElse(RevocationAddress.LISTS + each)),
                key.map(each -> address.ocsp(each).orElse(RevocationAddress.OCSP + each)),
                authority.endsAt(),
                SignerView.webhook(signer, shownOnce),
                SignerView.est(signer),
                authority.createdBy(),
                authority.createdAt(),
                authority.updatedAt());
    }
}
