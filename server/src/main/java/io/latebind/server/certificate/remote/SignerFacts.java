package io.latebind.server.certificate.remote;

import io.latebind.server.kernel.Facts;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/** Signers as audit shows them: never a secret. */
final class SignerFacts {
    private SignerFacts() {}

    static Facts of(SignerSettings settings) {
        Facts facts = Facts.of("url", settings.url()).with("caCertificates", subjects(settings.roots()));
        return switch (settings) {
            case SignerSettings.Webhook _ -> facts;
            case SignerSettings.Est est ->
                switch (est.login()) {
                    case SignerSettings.Login.Password(String user) ->
                        facts.with("label", est.label()).with("username", user);
                    case SignerSettings.Login.ClientCertificate(var chain) ->
                        facts.with("label", est.label())
                                .with("clientCertificate", chain.getFirst().getSubject());
                };
        };
    }

    static List<String> subjects(List<X509CertificateHolder> certificates) {
        return certificates.stream().map(each -> each.getSubject().toString()).toList();
    }
}
