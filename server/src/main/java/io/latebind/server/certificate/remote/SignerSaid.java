package io.latebind.server.certificate.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** What a reply of a signer means, before its certificates are checked. Reasons complete "the signer …". */
sealed interface SignerSaid {
    /** In the order in which they came. */
    record Certificates(List<X509CertificateHolder> all) implements SignerSaid {
        public Certificates {
            all = List.copyOf(all);
        }
    }

    /** Final. */
    record No(String reason) implements SignerSaid {}

    /**
     * It did not sign, and may later.
     *
     * @param pause how long it wants to be left alone
     */
    record Later(String reason, Optional<Wait> pause) implements SignerSaid {}

    /** It may have signed; nobody knows. */
    record Lost(String reason) implements SignerSaid {}

    /** @param everybody all requests, not only the one that it answered */
    record Wait(Duration length, boolean everybody) {}
}
