package io.latebind.server.identity;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is believed (specification 5.3, 5.4). Pure. */
public final class IdentityRules {
    private IdentityRules() {}

    /**
     * Checks {@code kid}, signature and time; a {@code kid} only selects, and one that matches no known key is refused. The signature
     * comes first: what is said about a clock is then said about the device's own.
     */
    public static Proof prove(DeviceKeys keys, DeviceJwt jwt, Instant now) {
        List<CandidateKey> known = switch (keys) {
            case DeviceKeys.Pinned(CandidateKey key) -> List.of(key);
            case DeviceKeys.Candidates(List<CandidateKey> candidates) -> candidates;
        };
        List<CandidateKey> selected = known.stream()
                .filter(candidate -> jwt.kid().isEmpty()
                        || jwt.kid().get().equals(candidate.key().kid()))
                .toList();
        if (selected.isEmpty()) {
            return wrongKey("the JWT names the key " + jwt.kid().orElse("") + ", which is not "
                    + (keys instanceof DeviceKeys.Pinned
                            ? "the key that this device has proven"
                            : "one that can have signed" + " the attestation token")
                    + wayOut(keys));
        }
        return selected.stream()
                .filter(candidate -> jwt.verifiesUnder(candidate.key()))
                .findFirst()
                .<Proof>map(key -> JwtTimeRules.problem(jwt, now)
                        .map(Proof.class::cast)
                        .orElseGet(() -> new Proof.Proven(key, keys instanceof DeviceKeys.Candidates)))
                .orElseGet(() -> wrongKey("the JWT's signature is not of "
                        + (keys instanceof DeviceKeys.Pinned
                                ? "the key that this device has proven"
                                : "a key that can have" + " signed the attestation token")
                        + wayOut(keys)));
    }

    private static Proof wrongKey(String reason) {
        return new Proof.Unproven(Proof.Cause.WRONG_KEY, reason);
    }

    private static String wayOut(DeviceKeys keys) {
        return keys instanceof DeviceKeys.Pinned
                ? "; someone else uses its UUID, or its identity key was changed"
                : "; if the token was mistyped or is another device's, unclaim the device and claim it with its own token";
    }

    /**
     * The keys that a claim with {@code token} starts with. Refused when the device has proven a key before and the token is not
     * signed with it (TOKEN_NOT_TRUSTED), or when no key at all can have signed it (TOKEN_NOT_TRUSTED).
     */
    public static Outcome<DeviceKeys> keysOfClaim(AttestationToken token, Optional<CandidateKey> pin) {
        if (pin.isPresent()) {
            return token.verifiesUnder(pin.get().key())
                    ? Outcome.done(new DeviceKeys.Pinned(pin.get()))
                    : Outcome.refused(
                            RefusalCode.TOKEN_NOT_TRUSTED,
                            "device " + token.device()
                                    + " has proven another key before, and the attestation token is not"
                                    + " signed with it; take the token that the device prints itself (AT%ATTESTTOKEN)");
        }
        List<CandidateKey> candidates = token.candidateKeys();
        return candidates.isEmpty()
                ? Outcome.refused(
                        RefusalCode.TOKEN_NOT_TRUSTED,
                        "no key can have made the signature of the attestation token for device " + token.device()
                                + "; take the token that the device prints itself (AT%ATTESTTOKEN)")
                : Outcome.done(new DeviceKeys.Candidates(candidates));
    }
}
