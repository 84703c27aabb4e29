package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;

/** What a modem signs with its identity key and prints: an attestation token, or the output of a key generation. */
public sealed interface SignedToken {
    DeviceUuid device();

    boolean verifiesUnder(P256PublicKey key);

    /** Whether any key at all can have made the signature. */
    boolean canHaveBeenSigned();

    record Attestation(AttestationToken token) implements SignedToken {
        @Override
        public DeviceUuid device() {
            return token.device();
        }

        @Override
        public boolean verifiesUnder(P256PublicKey key) {
            return token.verifiesUnder(key);
        }

        @Override
        public boolean canHaveBeenSigned() {
            return !token.candidateKeys().isEmpty();
        }
    }

    record Keygen(KeygenToken token) implements SignedToken {
        @Override
        public DeviceUuid device() {
            return token.device();
        }

        @Override
        public boolean verifiesUnder(P256PublicKey key) {
            return token.verifiesUnder(key);
        }

        @Override
        public boolean canHaveBeenSigned() {
            return token.canHaveBeenSigned();
        }
    }

    /** Either kind, also in the whole reply of a modem ({@code %KEYGEN: "…"}). */
    static Parsed<SignedToken> parse(String text) {
        String token = KeygenToken.findIn(text).orElseGet(text::strip);
        return switch (KeygenToken.parse(token)) {
            case Parsed.Valid<KeygenToken>(KeygenToken keygen) -> new Parsed.Valid<>(new Keygen(keygen));
            case Parsed.Invalid<KeygenToken>(String notKeygen) ->
                switch (AttestationToken.parse(token)) {
                    case Parsed.Valid<AttestationToken>(AttestationToken attestation) ->
                        new Parsed.Valid<>(new Attestation(attestation));
                    case Parsed.Invalid<AttestationToken>(String notAttestation) ->
                        new Parsed.Invalid<>(notAttestation.contains("%KEYGEN") ? notKeygen : notAttestation);
                };
        };
    }
}
