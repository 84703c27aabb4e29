package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.kernel.ClaimId;
import java.util.Optional;

/**
 * Who a session's device is, once it has authenticated (specification 6.3). Holds as long as the claim and the key are these; both are read
 * in each visit.
 *
 * @param modemFirmware what it said when it authenticated
 * @param clientVersion what it said when it authenticated
 */
public record SessionBinding(
        DeviceUuid device,
        ClaimId claim,
        CandidateKey key,
        Optional<String> modemFirmware,
        Optional<String> clientVersion) {}
