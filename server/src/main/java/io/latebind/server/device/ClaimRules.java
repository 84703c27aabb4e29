package io.latebind.server.device;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.Parsed;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.TeamId;

/** What may be claimed (specification 5.1, 5.4): one judge for single claims, files and bulk operations. Pure. */
final class ClaimRules {
    private ClaimRules() {}

    /** Refused when it is no attestation token (BAD_TOKEN). */
    static Outcome<AttestationToken> parse(String claimToken) {
        return switch (AttestationToken.parse(claimToken)) {
            case Parsed.Valid<AttestationToken>(AttestationToken token) -> Outcome.done(token);
            case Parsed.Invalid<AttestationToken>(String reason) ->
                Outcome.refused(
                        RefusalCode.BAD_TOKEN,
                        "claimToken is not an attestation token: " + reason
                                + ". It is what the device answers to AT%ATTESTTOKEN, the text between the quotes");
        };
    }

    /**
     * The keys that a claim by {@code team} starts with. Costs milliseconds where a key has to be recovered. Refused when the device is
     * claimed already (ALREADY_CLAIMED), and as {@link IdentityRules#keysOfClaim} says. Where a token can be checked it is checked first:
     * one that somebody made up learns nothing about claims.
     */
    static Outcome<DeviceKeys> judge(
            IdentityPolicy policy, TeamId team, AttestationToken token, ClaimStanding standing) {
        return standing.known().none() && policy == IdentityPolicy.FIRST_USE
                ? free(team, token, standing).then(_ -> IdentityRules.keysOfClaim(token, standing.known(), policy))
                : IdentityRules.keysOfClaim(token, standing.known(), policy)
                        .then(keys -> free(team, token, standing).map(_ -> keys));
    }

    private static Outcome<AttestationToken> free(TeamId team, AttestationToken token, ClaimStanding standing) {
        return standing.holder()
                .map(holder -> Outcome.<AttestationToken>refused(
                        RefusalCode.ALREADY_CLAIMED,
                        "device " + token.device() + " is already claimed by "
                                + (holder.equals(team) ? "your team" : "another team")))
                .orElseGet(() -> Outcome.done(token));
    }
}
