package io.latebind.server.certificate;

import io.latebind.server.kernel.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The private keys of an authority whose keys the service holds.
 *
 * @param root of an authority that the service made
 */
record AuthorityKeys(PrivateKey issuing, Optional<PrivateKey> root) {
    /** What {@link #secret} wrote. */
    static AuthorityKeys read(Secret secret) {
        List<PrivateKey> keys = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(secret.reveal()))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                keys.add(converter.getPrivateKey((PrivateKeyInfo) block));
            }
        } catch (IOException unreadable) {
            // without its cause, which might quote the key
            throw new IllegalStateException("the stored keys of an authority cannot be read");
        }
        return new AuthorityKeys(keys.getFirst(), keys.size() > 1 ? Optional.of(keys.get(1)) : Optional.empty());
    }

    /** PKCS#8 in PEM, the issuing key first. */
    Secret secret() {
        return new Secret(PemBlock.of(issuing) + root.map(PemBlock::of).orElse(""));
    }

    @Override
    public String toString() {
        return "AuthorityKeys[redacted]";
    }
}
