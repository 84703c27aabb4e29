package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.identity.TokenVerdict.Result;
import io.latebind.server.kernel.IdentityPolicy;
import java.util.Optional;

/**
 * Judges tokens for whoever may claim (specification 7). Says that a key of the device is known, and never from where, nor whether somebody
 * has claimed it. Pure.
 */
public final class VerifyRules {
    private static final String UNREGISTERED =
            "The device is not in the identity registry, and this service lets only registered devices be claimed;"
                    + " ask an owner of the operating team to import it.";

    private VerifyRules() {}

    public static TokenVerdict noToken(String reason) {
        return new TokenVerdict(
                Optional.empty(),
                Result.REFUSED,
                Optional.of("This is neither an attestation token nor the output of a key generation: " + reason
                        + ". Give what the modem prints, the text between the quotes."));
    }

    public static TokenVerdict judge(SignedToken token, KnownKeys known, IdentityPolicy policy) {
        if (token instanceof SignedToken.Keygen(var keygen) && !keygen.digestMatches()) {
            return verdict(
                    token,
                    Result.REFUSED,
                    "The first part is not the one that the device signed for: its SHA-256 is another. Take the whole token"
                            + " as the modem printed it.");
        }
        boolean closed = policy == IdentityPolicy.REGISTRY && known.registered().isEmpty();
        Optional<P256PublicKey> key = known.registered().or(() -> known.pin().map(CandidateKey::key));
        if (key.isPresent()) {
            return token.verifiesUnder(key.get())
                    ? new TokenVerdict(
                            Optional.of(token), Result.VERIFIED, closed ? Optional.of(UNREGISTERED) : Optional.empty())
                    : verdict(
                            token,
                            Result.REFUSED,
                            "The signature is not of the key that is known to be this device's. Take the token from the device"
                                    + " itself; somebody may have made this one up.");
        }
        if (!token.canHaveBeenSigned()) {
            return verdict(
                    token,
                    Result.REFUSED,
                    "No key at all can have made the signature: it is damaged. Take the token from the device again.");
        }
        return verdict(
                token,
                Result.UNPROVEN,
                closed
                        ? UNREGISTERED
                        : "The token is well-formed, and that is all that is known: no key of this device is known yet, and a"
                                + " token that somebody made up would look the same.");
    }

    private static TokenVerdict verdict(SignedToken token, Result result, String message) {
        return new TokenVerdict(Optional.of(token), result, Optional.of(message));
    }
}
