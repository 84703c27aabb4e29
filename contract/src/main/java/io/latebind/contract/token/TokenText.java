package io.latebind.contract.token;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.Optional;

/** The two parts of {@code b64url(body) "." b64url(COSE_Sign1)} (specification 5). */
record TokenText(byte[] body, CoseSign1 cose) {
    /** The longest AT reply of a modem is 4096 bytes; four times that is no token. */
    private static final int MAX_CHARACTERS = 16 * 1024;

    static Parsed<TokenText> parse(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return new Invalid<>(
                    "the token has " + token.length() + " characters, at most " + MAX_CHARACTERS + " are allowed");
        }
        int dot = token.indexOf('.');
        if (dot < 0 || dot != token.lastIndexOf('.')) {
            return new Invalid<>("a token has exactly two parts with a dot between them");
        }
        Optional<byte[]> body = Base64Url.decode(token.substring(0, dot));
        Optional<byte[]> cose = Base64Url.decode(token.substring(dot + 1));
        if (body.isEmpty() || body.get().length == 0) {
            return new Invalid<>("the part before the dot is not base64url without padding");
        }
        if (cose.isEmpty()) {
            return new Invalid<>("the part behind the dot is not base64url without padding");
        }
        return switch (CoseSign1.parse(cose.get())) {
            case Valid<CoseSign1>(CoseSign1 sign1) -> new Valid<>(new TokenText(body.get(), sign1));
            case Invalid<CoseSign1>(String reason) -> new Invalid<>(reason);
        };
    }
}
