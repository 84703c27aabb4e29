package io.latebind.contract.token;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The part behind the dot of a token: COSE_Sign1 (RFC 9052, 4.2), tag 18 on {@code [h'a10126', {4: h'21'}, payload, signature]}, in
 * exactly the form that modems write. Its headers are not all signed, so another spelling would be another token for one signature.
 *
 * @param payload empty when it is detached ({@code null})
 * @param signature r and s, 32 bytes each, both in 1..n-1
 */
public record CoseSign1(Optional<byte[]> payload, byte[] signature) {
    private static final int TAG = 18;
    private static final int KEY_ID_HEADER = 4;
    private static final HexFormat HEX = HexFormat.of();

    /** The bytes {@code a10126}: algorithm ES256. */
    public static byte[] protectedHeader() {
        return HEX.parseHex("a10126");
    }

    /** The tagged structure as a modem writes it. */
    public byte[] encode() {
        return TokenCbor.write(out -> {
            out.tag(TAG);
            out.array(4);
            out.bytes(protectedHeader());
            out.map(1);
            out.key(KEY_ID_HEADER);
            // the identity key, number -2, as CBOR within the byte string
            out.bytes(HEX.parseHex("21"));
            out.end();
            payload.ifPresentOrElse(out::bytes, out::nil);
            out.bytes(signature);
            out.end();
        });
    }

    static Parsed<CoseSign1> parse(byte[] bytes) {
        Optional<JsonNode> array = TokenCbor.arrayIn(bytes, 4);
        if (array.isEmpty()) {
            return new Invalid<>("the part behind the dot is not a COSE_Sign1 array of 4 elements");
        }
        JsonNode payload = array.get().get(2);
        Optional<byte[]> signature = TokenCbor.bytes(array.get().get(3), P256.SIGNATURE_BYTES);
        if (signature.isEmpty()) {
            return new Invalid<>("the signature is not a byte string of 64 bytes");
        }
        if (!P256.isSignature(signature.get())) {
            return new Invalid<>("the signature's r or s is not in 1..n-1");
        }
        CoseSign1 cose = new CoseSign1(TokenCbor.bytes(payload), signature.get());
        return Arrays.equals(cose.encode(), bytes)
                ? new Valid<>(cose)
                : new Invalid<>(
                        "the part behind the dot is not exactly a tagged COSE_Sign1 with the headers of a modem");
    }
}
