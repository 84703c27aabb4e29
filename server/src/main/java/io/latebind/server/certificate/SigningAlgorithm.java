package io.latebind.server.certificate;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** How keys of authorities sign: with the hash that fits their strength. */
final class SigningAlgorithm {
    private static final int P384_BITS = 384;

    private SigningAlgorithm() {}

    static ContentSigner of(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder(name(key)).build(key);
        } catch (OperatorCreationException failure) {
            throw new IllegalStateException("the key of an authority cannot sign", failure);
        }
    }

    static String name(PrivateKey key) {
        if (key instanceof ECKey curve) {
            return curve.getParams().getOrder().bitLength() >= P384_BITS ? "SHA384withECDSA" : "SHA256withECDSA";
        }
        return "SHA256withRSA";
    }
}
