package io.latebind.server.device;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.Parsed;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

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
     * claimed already (ALREADY_CLAIMED), and as {@link IdentityRules#keysOfClaim} says.
     */
    static Outcome<DeviceKeys> judge(TeamId team, AttestationToken token, ClaimStanding standing) {
        Optional<TeamId> holder = standing.holder();
        if (holder.isPresent()) {
            return Outcome.refused(
                    RefusalCode.ALREADY_CLAIMED,
                    "device " + token.device() + " is already claimed by "
                            + (holder.get().equals(team) ? "your team" : "another team"));
        }
        return IdentityRules.keysOfClaim(token, standing.pin());
    }
}
