package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * A device of which the registry says something else than a pin or a claim.
 *
 * @param registeredKid the key that the registry names
 * @param endedKid the key that the device had proven, where it is another one
 * @param holder the team whose claim is blocked for it
 * @param wasBlocked whether the claim was blocked before
 */
public record Contradiction(
        DeviceUuid device,
        String registeredKid,
        Optional<String> endedKid,
        Optional<TeamId> holder,
        boolean wasBlocked) {

    /** For the device's history: what is wrong, what was done, and the way out. */
    public String reason() {
        return "blocked: the identity registry names the key " + registeredKid + " for this device, "
                + endedKid.map(kid -> "and the key that it has proven is another one, " + kid
                                + "; that one is not accepted any more")
                        .orElse("and the token that it was claimed with is not signed with it")
                + ". If the registry is right, someone else used the device's UUID: unclaim it and claim it with its own token. If"
                + " the registry is wrong, have an owner of the operating team correct the entry, and unblock the device";
    }
}
