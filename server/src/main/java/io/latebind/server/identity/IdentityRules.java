package io.latebind.server.identity;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is believed (specification 5.3, 5.4). Pure. */
public final class IdentityRules {
    private static final String OWN_TOKEN = "; take the token that the device prints itself (AT%ATTESTTOKEN)";

    private IdentityRules() {}

    /** @param tokensAccepted whether an attestation token may take the place of a JWT */
    public static Proof prove(DeviceKeys keys, DeviceCredential credential, boolean tokensAccepted, Instant now) {
        return switch (credential) {
            case DeviceCredential.Jwt(DeviceJwt jwt) -> prove(keys, jwt, now);
            case DeviceCredential.Attestation(AttestationToken token) ->
                tokensAccepted
                        ? prove(keys, token)
                        : tokenRefused("an attestation token came in the place of a JWT, and this service does not take"
                                + " it (attestation-tokens is off); let the device send a JWT (AT%JWT)");
        };
    }

    /**
     * Checks {@code kid}, signature and time; a {@code kid} only selects, and one that matches no known key is refused. The signature
     * comes first: what is said about a clock is then said about the device's own.
     */
    public static Proof prove(DeviceKeys keys, DeviceJwt jwt, Instant now) {
        if (keys instanceof DeviceKeys.Contradicted(P256PublicKey registered)) {
            return contradicted(registered);
        }
        List<CandidateKey> selected = keys.ofToken().stream()
                .filter(candidate -> jwt.kid().isEmpty()
                        || jwt.kid().get().equals(candidate.key().kid()))
                .toList();
        if (selected.isEmpty()) {
            return wrongKey(
                    "the JWT names the key " + jwt.kid().orElse("") + ", which is not " + wanted(keys) + wayOut(keys));
        }
        return selected.stream()
                .filter(candidate -> jwt.verifiesUnder(candidate.key()))
                .findFirst()
                .<Proof>map(key -> JwtTimeRules.problem(jwt, now)
                        .map(Proof.class::cast)
                        .orElseGet(() -> new Proof.Proven(key, pins(keys))))
                .orElseGet(() -> wrongKey("the JWT's signature is not of " + wanted(keys) + wayOut(keys)));
    }

    private static Proof tokenRefused(String reason) {
        return new Proof.Unproven(Proof.Cause.BAD_JWT, reason);
    }

    /** An attestation token never expires, so only the registry's word makes it a proof, and it never pins. */
    private static Proof prove(DeviceKeys keys, AttestationToken token) {
        return switch (keys) {
            case DeviceKeys.Contradicted(P256PublicKey registered) -> contradicted(registered);
            case DeviceKeys.Registered registered ->
                token.verifiesUnder(registered.key().key())
                        ? new Proof.Proven(registered.key(), false)
                        : wrongKey("the attestation token's signature is not of " + wanted(keys) + wayOut(keys));
            case DeviceKeys.Pinned _, DeviceKeys.Candidates _ ->
                tokenRefused(
                        "an attestation token came in the place of a JWT, and that is taken only from devices in the"
                                + " identity registry; let the device send a JWT (AT%JWT), or have it imported (POST /v1/identities)");
        };
    }

    private static boolean pins(DeviceKeys keys) {
        return switch (keys) {
            case DeviceKeys.Candidates _ -> true;
            case DeviceKeys.Registered registered -> !registered.pinned();
            case DeviceKeys.Pinned _, DeviceKeys.Contradicted _ -> false;
        };
    }

    private static Proof contradicted(P256PublicKey registered) {
        return wrongKey(
                "the identity registry names the key " + registered.kid() + " for this device, and the token that"
                        + " it was claimed with is not signed with it; unclaim the device and claim it with its own token, or have an owner of"
                        + " the operating team correct the registry");
    }

    private static String wanted(DeviceKeys keys) {
        return switch (keys) {
            case DeviceKeys.Pinned _ -> "the key that this device has proven";
            case DeviceKeys.Candidates _ -> "one that can have signed the attestation token";
            case DeviceKeys.Registered _, DeviceKeys.Contradicted _ ->
                "the key that the identity registry names for this device";
        };
    }

    private static Proof wrongKey(String reason) {
        return new Proof.Unproven(Proof.Cause.WRONG_KEY, reason);
    }

    private static String wayOut(DeviceKeys keys) {
        return switch (keys) {
            case DeviceKeys.Pinned _, DeviceKeys.Registered _, DeviceKeys.Contradicted _ ->
                "; someone else uses its UUID, or its identity key was changed";
            case DeviceKeys.Candidates _ ->
                "; if the token was mistyped or is another device's, unclaim the device and claim it with its own token";
        };
    }

    /**
     * The keys that a claim with {@code token} starts with. Refused when the policy demands an entry in the registry and there is none
     * (DEVICE_NOT_REGISTERED), when the token is not signed with the registered key, or else not with the one that the device has proven
     * before, or when no key at all can have signed it (TOKEN_NOT_TRUSTED).
     */
    public static Outcome<DeviceKeys> keysOfClaim(AttestationToken token, KnownKeys known, IdentityPolicy policy) {
        if (known.registered().isPresent()) {
            P256PublicKey registered = known.registered().get();
            Optional<SigStructureVariant> variant = token.variantUnder(registered);
            return variant.isPresent()
                    ? Outcome.done(new DeviceKeys.Registered(
                            new CandidateKey(variant.get(), registered), known.pinIsRegistered()))
                    : notTrusted("the attestation token for device " + token.device()
                            + " is not signed with the key that the identity registry names for it" + OWN_TOKEN);
        }
        return switch (policy) {
            case REGISTRY ->
                Outcome.refused(
                        RefusalCode.DEVICE_NOT_REGISTERED,
                        "device " + token.device()
                                + " is not in the identity registry, and this service lets only registered"
                                + " devices be claimed; ask an owner of the operating team to import it (POST /v1/identities)");
            case FIRST_USE -> keysAtFirstUse(token, known.pin());
        };
    }

    private static Outcome<DeviceKeys> keysAtFirstUse(AttestationToken token, Optional<CandidateKey> pin) {
        if (pin.isPresent()) {
            return token.verifiesUnder(pin.get().key())
                    ? Outcome.done(new DeviceKeys.Pinned(pin.get()))
                    : notTrusted("device " + token.device()
                            + " has proven another key before, and the attestation token is not signed with it"
                            + OWN_TOKEN);
        }
        List<CandidateKey> candidates = token.candidateKeys();
        return candidates.isEmpty()
                ? notTrusted("no key can have made the signature of the attestation token for device " + token.device()
                        + OWN_TOKEN)
                : Outcome.done(new DeviceKeys.Candidates(candidates));
    }

    private static Outcome<DeviceKeys> notTrusted(String detail) {
        return Outcome.refused(RefusalCode.TOKEN_NOT_TRUSTED, detail);
    }
}
