package io.latebind.server.certificate;

import io.latebind.server.kernel.Tx;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** A key of an authority that the service holds, and the certificate that speaks for it. */
record HeldKey(X509CertificateHolder certificate, PrivateKey key) {

    /** The newest one, of whatever team; empty when the service holds no such key. */
    static Optional<HeldKey> find(Tx tx, AuthorityStore authorities, KeyIdentifier id) {
        return authorities.holder(tx, id).flatMap(holder -> {
            CertificateAuthority authority = holder.authority();
            AuthorityKeys keys = AuthorityKeys.read(holder.keys());
            return authority.rootKey().filter(id::equals).isPresent()
                    ? keys.root().map(root -> new HeldKey(authority.chain().getLast(), root))
                    : authority.issuer().map(issuer -> new HeldKey(issuer, keys.issuing()));
        });
    }

    @Override
    public String toString() {
        return "HeldKey[" + certificate.getSubject() + "]";
    }
}
