package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What {@code AT%KEYGEN} prints: a certificate request or a public key, and the device's signed statement that it made the key
 * (specification 5.2). Its parts are as the token says; nothing is proven before {@link #verifiesUnder}.
 *
 * @param body DER: PKCS#10, or a SubjectPublicKeyInfo; not looked into by {@link #parse}
 * @param secTag 0..2^31-1
 * @param bodyDigest SHA-256 of the body, as the device signed it
 * @param nonce 16 bytes
 */
public record KeygenToken(
        Kind kind, byte[] body, DeviceUuid device, long secTag, byte[] bodyDigest, byte[] nonce, SignedParts signed) {
    /** What the body is. */
    public enum Kind {
        CERTIFICATE_REQUEST(9),
        PUBLIC_KEY(8);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private static final int NONCE_BYTES = 16;
    private static final int DIGEST_BYTES = 32;
    private static final String TOKEN = "([A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++)";
    private static final Pattern WRAPPED = Pattern.compile("%KEYGEN:\\s*+\"?+\\s*+" + TOKEN + "(?![.A-Za-z0-9_-])");
    private static final Pattern BARE = Pattern.compile("\\s*+\"?+" + TOKEN + "\"?+\\s*+(?:OK\\s*+)?+");

    /**
     * The token in the reply of a modem: {@code %KEYGEN: "<token>"\r\nOK\r\n}, in any spacing, or the token without its wrapper. Says
     * nothing about what is in the token.
     */
    public static Optional<String> findIn(String modemReply) {
        Matcher wrapped = WRAPPED.matcher(modemReply);
        if (wrapped.find()) {
            return Optional.of(wrapped.group(1));
        }
        Matcher bare = BARE.matcher(modemReply);
        return bare.matches() ? Optional.of(bare.group(1)) : Optional.empty();
    }

    /** The token in {@code text}; the reason says what is wrong with it otherwise. */
    public static Parsed<KeygenToken> parse(String text) {
        return switch (TokenText.parse(text)) {
            case Invalid<TokenText>(String reason) -> new Invalid<>(reason);
            case Valid<TokenText>(TokenText token) ->
                token.cose()
                        .payload()
                        .map(payload -> parse(token, payload))
                        .orElseGet(() -> new Invalid<>(
                                "the token has no payload: it is the output of %ATTESTTOKEN, not of %KEYGEN"));
        };
    }

    private static Parsed<KeygenToken> parse(TokenText token, byte[] payload) {
        return read(token, payload)
                .<Parsed<KeygenToken>>map(Valid::new)
                .orElseGet(() -> new Invalid<>("the payload is not that of a %KEYGEN token"));
    }

    private static Optional<KeygenToken> read(TokenText token, byte[] payload) {
        Optional<JsonNode> array = TokenCbor.arrayIn(payload, 5);
        if (array.isEmpty()) {
            return Optional.empty();
        }
        Optional<Kind> kind = TokenCbor.number(array.get().get(0)).flatMap(KeygenToken::kindOf);
        Optional<DeviceUuid> device = TokenCbor.uuid(array.get().get(1)).map(DeviceUuid::new);
        Optional<byte[]> secTagCbor = TokenCbor.bytes(array.get().get(2));
        Optional<Long> secTag = secTagCbor.flatMap(TokenCbor::numberIn);
        Optional<byte[]> digest = TokenCbor.bytes(array.get().get(3), DIGEST_BYTES);
        Optional<byte[]> nonce = TokenCbor.bytes(array.get().get(4), NONCE_BYTES);
        if (kind.isEmpty() || device.isEmpty() || secTag.isEmpty() || digest.isEmpty() || nonce.isEmpty()) {
            return Optional.empty();
        }
        byte[] exact = encodePayload(kind.get(), device.get(), secTagCbor.get(), digest.get(), nonce.get());
        if (!Arrays.equals(exact, payload)) {
            return Optional.empty();
        }
        SignedParts signed = new SignedParts(token.body(), payload, token.cose().signature());
        return Optional.of(new KeygenToken(
                kind.get(), token.body(), device.get(), secTag.get(), digest.get(), nonce.get(), signed));
    }

    private static Optional<Kind> kindOf(long number) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.number == number)
                .findFirst();
    }

    /** The payload of the COSE_Sign1, as a modem writes it. */
    public static byte[] encodePayload(Kind kind, DeviceUuid device, long secTag, byte[] body, byte[] nonce) {
        byte[] secTagCbor = TokenCbor.write(out -> out.number(secTag));
        return encodePayload(kind, device, secTagCbor, P256PublicKey.sha256(body), nonce);
    }

    private static byte[] encodePayload(Kind kind, DeviceUuid device, byte[] secTagCbor, byte[] digest, byte[] nonce) {
        return TokenCbor.write(out -> {
            out.tag(TokenCbor.TAG_SELF_DESCRIBED);
            out.array(5);
            out.number(kind.number);
            out.uuid(device.value());
            out.bytes(secTagCbor);
            out.bytes(digest);
            out.bytes(nonce);
            out.end();
        });
    }

    /** Whether the body is the one that the device signed for: newer firmware signs nothing but its digest. */
    public boolean digestMatches() {
        return MessageDigest.isEqual(bodyDigest, P256PublicKey.sha256(body));
    }

    /** Whether the digest matches and the signature verifies: that the device of this key made body and statement. */
    public boolean verifiesUnder(P256PublicKey identityKey) {
        return variantUnder(identityKey).isPresent();
    }

    /** The layout under which the signature verifies; empty when it does not, or when the digest is not that of the body. */
    public Optional<SigStructureVariant> variantUnder(P256PublicKey identityKey) {
        return digestMatches() ? signed.variantUnder(identityKey, SigStructureVariant.KEYGEN) : Optional.empty();
    }

    /** Whether any key at all can have made the signature; a damaged one often has none. */
    public boolean canHaveBeenSigned() {
        return !signed.candidateKeys(SigStructureVariant.KEYGEN).isEmpty();
    }

    /** The key that the device made, of a {@link Kind#PUBLIC_KEY} token. That of a certificate request is inside PKCS#10. */
    public Parsed<P256PublicKey> bodyKey() {
        return kind == Kind.PUBLIC_KEY
                ? P256PublicKey.fromSpki(body)
                : new Invalid<>("the token holds a certificate request, not a public key");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeygenToken token
                && Arrays.equals(body, token.body)
                && Arrays.equals(signed.payload(), token.signed.payload())
                && Arrays.equals(signed.signature(), token.signed.signature());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signed.payload());
    }
}
