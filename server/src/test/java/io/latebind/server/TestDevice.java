package io.latebind.server;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CoseSign1;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.SigStructureVariant;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** A device's factory identity: what it signs, and nothing else of it. */
public final class TestDevice {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final DeviceUuid uuid;
    private final KeyPair identity;

    private TestDevice(DeviceUuid uuid, KeyPair identity) {
        this.uuid = uuid;
        this.identity = identity;
    }

    public static TestDevice create() {
        return withUuid(new DeviceUuid(UUID.randomUUID()));
    }

    /** A device with a key of its own under the given UUID, perhaps another device's. */
    public static TestDevice withUuid(DeviceUuid uuid) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new TestDevice(uuid, generator.generateKeyPair());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * A token that nobody signed for this UUID, in no time: some key can have made any signature, so a first claim cannot tell
     * (specification 5.4).
     */
    public static String madeUpToken(DeviceUuid uuid) {
        return token(AttestationToken.encodeBody(uuid, 6, new UUID(0x4506L, 7), new byte[16]), SomeSignature.BYTES);
    }

    private static final class SomeSignature {
        static final byte[] BYTES = create().sign(new byte[0]);
    }

    public DeviceUuid uuid() {
        return uuid;
    }

    public KeyPair identity() {
        return identity;
    }

    public P256PublicKey publicKey() {
        return switch (P256PublicKey.fromSpki(identity.getPublic().getEncoded())) {
            case Parsed.Valid<P256PublicKey>(P256PublicKey key) -> key;
            case Parsed.Invalid<P256PublicKey>(String reason) -> throw new IllegalStateException(reason);
        };
    }

    public String attestationToken() {
        byte[] body = AttestationToken.encodeBody(uuid, 6, new UUID(0x4506L, 7), new byte[16]);
        return token(body, sign(SigStructureVariant.ATTESTATION_NULL_PAYLOAD.toBeSigned(body, new byte[0])));
    }

    private static String token(byte[] body, byte[] signature) {
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(HexFormat.of().parseHex("d28443a10126a1044121f65840"));
        cose.writeBytes(signature);
        return BASE64URL.encodeToString(body) + "." + BASE64URL.encodeToString(cose.toByteArray());
    }

    /** What {@code AT%KEYGEN} prints for a key that this device made. */
    public String keygenToken(KeygenToken.Kind kind, long secTag) {
        byte[] body = TestDevice.create().publicKey().spki();
        return keygenToken(kind, secTag, body, body);
    }

    /** One whose body is perhaps not the one that was signed for. */
    public String keygenToken(KeygenToken.Kind kind, long secTag, byte[] signedFor, byte[] body) {
        byte[] payload = KeygenToken.encodePayload(kind, uuid, secTag, signedFor, new byte[16]);
        byte[] signature = sign(SigStructureVariant.KEYGEN_PAYLOAD_ONLY.toBeSigned(body, payload));
        return BASE64URL.encodeToString(body) + "."
                + BASE64URL.encodeToString(new CoseSign1(Optional.of(payload), signature).encode());
    }

    public String jwt(Instant issuedAt) {
        return jwt(issuedAt, Duration.ofMinutes(5));
    }

    public String jwt(Instant issuedAt, Duration lifetime) {
        return jwt(
                issuedAt,
                lifetime,
                "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"" + publicKey().kid() + "\"}");
    }

    /** A JWT with any header, signed all the same. */
    public String jwt(Instant issuedAt, Duration lifetime, String header) {
        String claims = "{\"iat\":" + issuedAt.getEpochSecond() + ",\"jti\":\"nRF9151." + new UUID(0x4506L, 7)
                + ".0001\",\"iss\":\"nRF9151." + uuid + "\",\"exp\":"
                + issuedAt.plus(lifetime).getEpochSecond() + "}";
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64URL.encodeToString(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** With the identity key: r and s, 32 bytes each. */
    public byte[] sign(byte[] message) {
        try {
            PrivateKey key = identity.getPrivate();
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
