package io.latebind.contract.token;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The header of a device's JWT: ES256, and perhaps which key (RFC 7515, 4). */
record JwtHeader(Optional<String> kid) {
    private static final Pattern KID = Pattern.compile("[0-9a-f]{64}");

    static Parsed<JwtHeader> parse(byte[] json) {
        Optional<JsonNode> header = JwtJson.objectIn(json);
        if (header.isEmpty()) {
            return new Invalid<>("the JWT's header is not a JSON object, or names a field twice");
        }
        Optional<String> algorithm = JwtJson.text(header.get(), "alg");
        if (!algorithm.equals(Optional.of("ES256"))) {
            return new Invalid<>("the JWT's alg is not ES256");
        }
        if (header.get().has("crit")) {
            return new Invalid<>("the JWT's header has crit: no extension is understood here");
        }
        Optional<String> kid = JwtJson.text(header.get(), "kid");
        if (header.get().has("kid")
                && kid.filter(text -> KID.matcher(text).matches()).isEmpty()) {
            return new Invalid<>("the JWT's kid is not the lower-case hex of a SHA-256");
        }
        return new Valid<>(new JwtHeader(kid));
    }
}
