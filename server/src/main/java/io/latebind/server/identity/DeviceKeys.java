package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;
import java.util.List;

/** The keys under which a device may prove itself (specification 5.4). */
public sealed interface DeviceKeys {
    /** The key that the device has proven before, or that the registry names. */
    record Pinned(CandidateKey key) implements DeviceKeys {}

    /** What the attestation token leaves possible; the first JWT that verifies under one of them pins it. */
    record Candidates(List<CandidateKey> keys) implements DeviceKeys {
        public Candidates {
            keys = List.copyOf(keys);
        }
    }
}
