package io.latebind.server;

import io.latebind.contract.token.CoseSign1;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.SigStructureVariant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** What {@code AT%KEYGEN} makes and prints for a certificate request, in parts that a test can exchange. */
public final class TestKeygen {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestKeygen() {}

    public static KeyPair newKey() {
        return newKey("secp256r1");
    }

    public static KeyPair newKey(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What a device prints that made {@code key} in {@code secTag}. */
    public static String genuine(TestDevice device, KeyPair key, long secTag) {
        return signed(device, request(key), secTag, SigStructureVariant.KEYGEN_PAYLOAD_ONLY);
    }

    public static String signed(TestDevice device, byte[] body, long secTag, SigStructureVariant variant) {
        byte[] payload = payload(device, body, secTag);
        return token(body, payload, device.sign(variant.toBeSigned(body, payload)));
    }

    public static byte[] payload(TestDevice device, byte[] body, long secTag) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return KeygenToken.encodePayload(KeygenToken.Kind.CERTIFICATE_REQUEST, device.uuid(), secTag, body, nonce);
    }

    public static String token(byte[] body, byte[] payload, byte[] signature) {
        return token(body, new CoseSign1(Optional.of(payload), signature).encode());
    }

    public static String token(byte[] body, byte[] cose) {
        Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
        return base64url.encodeToString(body) + "." + base64url.encodeToString(cose);
    }

    public static byte[] request(KeyPair key) {
        return request(key.getPublic().getEncoded(), key.getPrivate(), false);
    }

    /** @param explicitNull as older firmware writes the algorithm */
    public static byte[] request(byte[] spki, PrivateKey signer, boolean explicitNull) {
        return request(spki, signer, explicitNull, "SHA256withECDSA");
    }

    /** Names ecdsa-with-SHA256, whatever {@code algorithm} signs it. */
    public static byte[] request(byte[] spki, PrivateKey signer, boolean explicitNull, String algorithm) {
        AlgorithmIdentifier name = explicitNull
                ? new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256, DERNull.INSTANCE)
                : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        return request(spki, new Signer(name, signer, algorithm));
    }

    public static byte[] request(byte[] spki, ContentSigner signer) {
        try {
            return new PKCS10CertificationRequestBuilder(
                            new X500Name("CN=what the modem likes"), SubjectPublicKeyInfo.getInstance(spki))
                    .build(signer)
                    .getEncoded();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** Signs with {@code key} and says {@code name}. */
    public record Signer(AlgorithmIdentifier name, PrivateKey key, String algorithm, ByteArrayOutputStream message)
            implements ContentSigner {
        public Signer(AlgorithmIdentifier name, PrivateKey key, String algorithm) {
            this(name, key, algorithm, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return name;
        }

        @Override
        public OutputStream getOutputStream() {
            return message;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(key);
                signature.update(message.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }
    }
}
