package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import io.latebind.contract.vectors.ProtocolVectors;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.UUID;

/** The device of the vectors: what it says, its keys, and what else it could have signed. */
final class VectorDevice {
    static final ProtocolVectors VECTORS = ProtocolVectors.load();
    static final P256PublicKey IDENTITY = valid(P256PublicKey.fromSpki(VECTORS.bytes("identity_spki_der_hex")));
    static final P256PublicKey CLIENT = valid(P256PublicKey.fromSpki(VECTORS.bytes("client_spki_der_hex")));
    static final DeviceUuid DEVICE =
            DeviceUuid.parse(VECTORS.text("device_uuid")).orElseThrow();
    static final UUID FIRMWARE = UUID.fromString(VECTORS.text("mfw_uuid"));

    private VectorDevice() {}

    static PrivateKey identityPrivate() {
        try {
            BigInteger d = new BigInteger(VECTORS.text("identity_private_d_hex"), 16);
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(d, ((ECPublicKey) IDENTITY.javaKey()).getParams()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(identityPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Valid<T>(T value) -> value;
            case Invalid<T>(String reason) -> throw new AssertionError("not valid: " + reason);
        };
    }
}
