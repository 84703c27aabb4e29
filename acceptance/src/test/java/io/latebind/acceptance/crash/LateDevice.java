package io.latebind.acceptance.crash;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CoseSign1;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.SigStructureVariant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** What a device signs: its claim, its visits, and the keys that it makes. */
public record LateDevice(DeviceUuid uuid, KeyPair identity) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    public static LateDevice create() {
        return new LateDevice(new DeviceUuid(UUID.randomUUID()), newKey());
    }

    /** A key that the modem made: its SubjectPublicKeyInfo's SHA-256, and the token that says so. */
    public record MadeKey(String fingerprint, String token) {
        public String reply() {
            return "%KEYGEN: \"" + token + "\"\r\nOK\r\n";
        }
    }

    public MadeKey makeKey(long secTag) {
        byte[] spki = newKey().getPublic().getEncoded();
        byte[] payload = KeygenToken.encodePayload(KeygenToken.Kind.PUBLIC_KEY, uuid, secTag, spki, new byte[16]);
        byte[] signature = sign(SigStructureVariant.KEYGEN_PAYLOAD_ONLY.toBeSigned(spki, payload));
        return new MadeKey(ReportedKey.sha256(spki), token(spki, new CoseSign1(Optional.of(payload), signature)));
    }

    public String attestationToken() {
        byte[] body = AttestationToken.encodeBody(uuid, 6, new UUID(0x4506L, 7), new byte[16]);
        byte[] signature = sign(SigStructureVariant.ATTESTATION_NULL_PAYLOAD.toBeSigned(body, new byte[0]));
        return token(body, new CoseSign1(Optional.empty(), signature));
    }

    public String jwt(Instant now) {
        String kid = ReportedKey.sha256(identity.getPublic().getEncoded());
        String claims = "{\"iat\":%d,\"jti\":\"nRF9151.%s.0001\",\"iss\":\"nRF9151.%s\",\"exp\":%d}"
                .formatted(
                        now.getEpochSecond(),
                        new UUID(0x4506L, 7),
                        uuid,
                        now.plus(Duration.ofMinutes(5)).getEpochSecond());
        String signed = encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}") + "." + encoded(claims);
        return signed + "." + BASE64URL.encodeToString(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(byte[] body, CoseSign1 cose) {
        return BASE64URL.encodeToString(body) + "." + BASE64URL.encodeToString(cose.encode());
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(identity.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
