package io.latebind.server.identity.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.KeygenToken;
import io.latebind.server.identity.SignedToken;
import io.latebind.server.identity.TokenVerdict;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A verdict on a token as REST shows it (specification 7). */
record VerdictView(
        Optional<String> kind,
        Optional<DeviceUuid> deviceId,
        Optional<String> deviceType,
        Optional<UUID> firmwareId,
        Optional<Long> secTag,
        Optional<Boolean> digestMatches,
        String result,
        Optional<String> message) {

    static VerdictView of(TokenVerdict verdict) {
        String result = verdict.result().name().toLowerCase(Locale.ROOT);
        return verdict.token()
                .map(token -> switch (token) {
                    case SignedToken.Attestation(AttestationToken attestation) ->
                        new VerdictView(
                                Optional.of("attestation"),
                                Optional.of(attestation.device()),
                                Optional.of(attestation.deviceTypeName()),
                                Optional.of(attestation.firmware()),
                                Optional.empty(),
                                Optional.empty(),
                                result,
                                verdict.message());
                    case SignedToken.Keygen(KeygenToken keygen) ->
                        new VerdictView(
                                Optional.of(kind(keygen.kind())),
                                Optional.of(keygen.device()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(keygen.secTag()),
                                Optional.of(keygen.digestMatches()),
                                result,
                                verdict.message());
                })
                .orElseGet(() -> new VerdictView(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        result,
                        verdict.message()));
    }

    private static String kind(KeygenToken.Kind kind) {
        return switch (kind) {
            case CERTIFICATE_REQUEST -> "csr";
            case PUBLIC_KEY -> "publicKey";
        };
    }
}
