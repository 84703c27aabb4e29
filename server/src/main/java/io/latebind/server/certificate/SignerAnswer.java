package io.latebind.server.certificate;

import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/** What a signer says to an order. */
public sealed interface SignerAnswer {
    /**
     * @param certificate the device's
     * @param chain the authorities that the signer tells of, the issuing one first; may be empty
     */
    record Signed(X509CertificateHolder certificate, List<X509CertificateHolder> chain) implements SignerAnswer {
        public Signed {
            chain = List.copyOf(chain);
        }
    }

    /** @param reason in plain words; final */
    record Refused(String reason) implements SignerAnswer {}

    /** @param reason in plain words; may pass */
    record Later(String reason) implements SignerAnswer {}

    /**
     * May pass; whether it has signed is not known: the answer was lost, or late, or could not be read.
     *
     * @param reason in plain words
     */
    record Lost(String reason) implements SignerAnswer {}
}
