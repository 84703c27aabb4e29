package io.latebind.server.device;

import io.latebind.contract.token.AttestationToken;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.Principal;
import java.time.Instant;
import java.util.List;

/** A claim that may be stored. */
public record NewClaim(
        ClaimId id, Principal claimer, AttestationToken token, DeviceKeys keys, List<String> tags, Instant at) {
    public NewClaim {
        tags = List.copyOf(tags);
    }
}
