package io.latebind.server.certificate.api;

import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.SignerSettings.Login;
import io.latebind.server.certificate.remote.TestSigner;
import io.latebind.server.kernel.Secret;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where an authority's signer is, as REST shows it: no secret, but for one that was made a moment ago. */
final class SignerView {
    private SignerView() {}

    /** @param secret shown once */
    record Webhook(String url, Optional<String> caCertificates, Optional<String> secret) {}

    record Est(
            String url,
            Optional<String> label,
            Optional<String> caCertificates,
            boolean publicTrust,
            Optional<String> username,
            Optional<ClientCertificate> clientCertificate) {}

    record ClientCertificate(String certificateChain) {}

    /** @param certificateChain what an EST server shows as its own authorities, in PEM */
    record Tested(boolean ok, String message, Optional<String> certificateChain) {}

    static Optional<Webhook> webhook(Optional<SignerSettings> settings, Optional<Secret> shownOnce) {
        return settings.flatMap(there -> there instanceof SignerSettings.Webhook webhook
                ? Optional.of(new Webhook(webhook.url(), pem(webhook.roots()), shownOnce.map(Secret::reveal)))
                : Optional.empty());
    }

    static Optional<Est> est(Optional<SignerSettings> settings) {
        return settings.flatMap(there -> there instanceof SignerSettings.Est est
                ? Optional.of(new Est(
                        est.url(),
                        est.label(),
                        pem(est.roots()),
                        est.roots().isEmpty(),
                        est.login() instanceof Login.Password(String user) ? Optional.of(user) : Optional.empty(),
                        est.login() instanceof Login.ClientCertificate(var chain)
                                ? Optional.of(new ClientCertificate(PemBlock.of(chain)))
                                : Optional.empty()))
                : Optional.empty());
    }

    static Tested tested(TestSigner.Result result) {
        return new Tested(result.good(), result.message(), pem(result.authorities()));
    }

    private static Optional<String> pem(List<X509CertificateHolder> certificates) {
        return Optional.of(certificates).filter(all -> !all.isEmpty()).map(PemBlock::of);
    }
}
