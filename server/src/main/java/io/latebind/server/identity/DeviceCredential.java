package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.Parsed;

/** What a visitor on the device port shows for itself, well-formed and not yet checked (specification 5.3, 5.4). */
public sealed interface DeviceCredential {
    /** What stands before an attestation token. */
    String TOKEN_PREFIX = "att.";

    DeviceUuid device();

    record Jwt(DeviceJwt jwt) implements DeviceCredential {
        @Override
        public DeviceUuid device() {
            return jwt.device();
        }
    }

    record Attestation(AttestationToken token) implements DeviceCredential {
        @Override
        public DeviceUuid device() {
            return token.device();
        }
    }

    /** A JWT, or {@code att.} and an attestation token; the reason says what is wrong with it otherwise. */
    static Parsed<DeviceCredential> parse(String text) {
        if (text.startsWith(TOKEN_PREFIX)) {
            return switch (AttestationToken.parse(text.substring(TOKEN_PREFIX.length()))) {
                case Parsed.Valid<AttestationToken>(AttestationToken token) ->
                    new Parsed.Valid<>(new Attestation(token));
                case Parsed.Invalid<AttestationToken>(String reason) -> new Parsed.Invalid<>(reason);
            };
        }
        return switch (DeviceJwt.parse(text)) {
            case Parsed.Valid<DeviceJwt>(DeviceJwt jwt) -> new Parsed.Valid<>(new Jwt(jwt));
            case Parsed.Invalid<DeviceJwt>(String reason) -> new Parsed.Invalid<>(reason);
        };
    }
}
