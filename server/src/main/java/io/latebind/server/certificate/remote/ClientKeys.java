package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityMaterial;
import io.latebind.server.certificate.AuthorityReader;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.Signatures;
import io.latebind.server.kernel.Secret;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates and keys with which the service proves itself to others. */
public final class ClientKeys {
    private ClientKeys() {}

    /** What was read. */
    public sealed interface Read {
        /** @param key PKCS#8 in PEM */
        record Good(List<X509CertificateHolder> chain, Secret key) implements Read {}

        /** @param field whose fault it is */
        record Bad(String field, String problem) implements Read {}
    }

    /** Total; what is wrong is told without a word of what was read. */
    public static Read read(AuthorityMaterial material) {
        return switch (AuthorityReader.read(material)) {
            case AuthorityReader.Read.Bad(String field, String problem) -> new Read.Bad(field, problem);
            case AuthorityReader.Read.Good(List<X509CertificateHolder> chain, PrivateKey key) ->
                Signatures.belongTogether(key, chain.getFirst())
                        ? new Read.Good(chain, new Secret(PemBlock.of(key)))
                        : new Read.Bad(
                                material instanceof AuthorityMaterial.Pem ? "privateKey" : "pkcs12",
                                "is not the private key to the first certificate");
        };
    }
}
