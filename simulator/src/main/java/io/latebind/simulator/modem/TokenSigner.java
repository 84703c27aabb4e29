package io.latebind.simulator.modem;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Signs what a modem says about itself: attestation token, KEYGEN output, JWT (specification 5). */
final class TokenSigner {
    private static final long SELF_DESCRIBED = 55799;
    private static final long COSE_SIGN1 = 18;
    private static final int ATTESTATION = 1;
    private static final byte[] PROTECTED = HexFormat.of().parseHex("a10126");
    private static final byte[] KEY_ID = {0x21};
    private static final byte[] EMPTY = {};

    private final ModemIdentity identity;

    TokenSigner(ModemIdentity identity) {
        this.identity = identity;
    }

    /** Body in the clear, payload detached: {@code null} in the structure and in what is signed. */
    String attestationToken() {
        byte[] body = new CborWriter()
                .tag(SELF_DESCRIBED)
                .array(5)
                .unsigned(ATTESTATION)
                .bytes(bytesOf(identity.device().value()))
                .unsigned(identity.deviceType())
                .bytes(bytesOf(identity.firmware()))
                .bytes(identity.attestationNonce())
                .toBytes();
        byte[] signed = signatureStructure(body).nothing().toBytes();
        byte[] cose = coseHead().nothing().bytes(identity.key().sign(signed)).toBytes();
        return base64(body) + "." + base64(cose);
    }

    /** @param kind 9 for a certificate signing request, 8 for a public key */
    String keygenToken(int kind, byte[] body, long secTag, byte[] nonce, KeygenStyle style) {
        byte[] payload = new CborWriter()
                .tag(SELF_DESCRIBED)
                .array(5)
                .unsigned(kind)
                .bytes(bytesOf(identity.device().value()))
                .bytes(new CborWriter().unsigned(secTag).toBytes())
                .bytes(P256Key.sha256(body))
                .bytes(nonce)
                .toBytes();
        byte[] external = style == KeygenStyle.OLD ? body : EMPTY;
        byte[] signed = signatureStructure(external).bytes(payload).toBytes();
        byte[] cose =
                coseHead().bytes(payload).bytes(identity.key().sign(signed)).toBytes();
        return base64(body) + "." + base64(cose);
    }

    /** @param nonce 16 bytes that make the JWT's id unique */
    String jwt(Instant now, Duration lifetime, String subject, String audience, byte[] nonce) {
        String header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\"%s\"}"
                .formatted(identity.key().kid());
        String id = identity.chip() + "." + identity.firmware() + "."
                + HexFormat.of().formatHex(nonce);
        long issued = now.getEpochSecond();
        String claims = "{\"iat\":%d,\"jti\":\"%s\",\"iss\":\"%s.%s\"%s%s,\"exp\":%d}"
                .formatted(
                        issued,
                        id,
                        identity.chip(),
                        identity.device(),
                        claim("sub", subject),
                        claim("aud", audience),
                        issued + lifetime.toSeconds());
        String signed = base64(utf8(header)) + "." + base64(utf8(claims));
        return signed + "." + base64(identity.key().sign(utf8(signed)));
    }

    private static String claim(String name, String value) {
        return value.isEmpty() ? "" : ",\"" + name + "\":\"" + value.replace("\\", "\\\\") + "\"";
    }

    private static CborWriter signatureStructure(byte[] external) {
        return new CborWriter().array(4).text("Signature1").bytes(PROTECTED).bytes(external);
    }

    private static CborWriter coseHead() {
        return new CborWriter()
                .tag(COSE_SIGN1)
                .array(4)
                .bytes(PROTECTED)
                .map(1)
                .unsigned(4)
                .bytes(KEY_ID);
    }

    private static byte[] bytesOf(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
