package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.kernel.Secret;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Where a signer is to be, as a team says it.
 *
 * @param kind {@code WEBHOOK} or {@code EST}
 * @param label of EST
 * @param roots as {@link SignerSettings#roots}
 * @param login of EST; empty: the one that it has
 * @param secret that signs, the password, or the private key in PEM; empty: the one that it has, or one that the service makes
 */
public record SignerWish(
        AuthorityKind kind,
        String url,
        Optional<String> label,
        List<X509CertificateHolder> roots,
        Optional<SignerSettings.Login> login,
        Optional<Secret> secret) {

    public SignerWish {
        roots = List.copyOf(roots);
    }

    /** The name of the object that holds it in a request. */
    String field() {
        return kind.shown();
    }
}
