package io.latebind.server.certificate;

import io.latebind.server.event.EventData;
import io.latebind.server.kernel.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** An order on its way through a signer. */
record Asked(IssuanceOrder order, SigningOrder signing, CertificateId id) {

    /** Whether the certificate is for the key that the device made. */
    boolean isAnsweredBy(SignerAnswer.Signed signed) {
        return order.request().isAnsweredBy(signed.certificate());
    }

    IssuanceStore.Signed kept(SignerAnswer.Signed signed) {
        CertificateAuthority authority = signing.authority();
        List<X509CertificateHolder> delivered = new ArrayList<>(List.of(signed.certificate()));
        delivered.addAll(authority.delivered(signed.chain()));
        return new IssuanceStore.Signed(
                delivered,
                signed.certificate().getSubject().toString(),
                authority.kind().remote() ? Optional.empty() : authority.key());
    }

    /**
     * For those who listen.
     *
     * @param unanswered requests to the signer that may have left another certificate, which was never seen here
     */
    Facts facts(IssuanceStore.Signed kept, int unanswered) {
        X509CertificateHolder certificate = kept.delivered().getFirst();
        Facts facts = Facts.of("certificateId", id)
                .with("serial", certificate.getSerialNumber().toString(16))
                .with("authority", signing.authority().name())
                .with("profile", order.profile().orElse(CertificateProfile.DEFAULT_NAME))
                .with("secTag", order.secTag())
                .with("expiresAt", certificate.getNotAfter().toInstant())
                .with(
                        EventData.CERTIFICATE,
                        Optional.of(PemBlock.of(certificate)).filter(EventData::holdsWhole));
        return unanswered == 0 ? facts : facts.with("unansweredRequests", unanswered);
    }
}
