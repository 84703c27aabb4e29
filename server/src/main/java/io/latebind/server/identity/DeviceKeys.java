package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import java.util.List;

/** The keys under which a device may prove itself (specification 5.4). */
public sealed interface DeviceKeys {
    /** The key that the device has proven before. */
    record Pinned(CandidateKey key) implements DeviceKeys {}

    /** What the attestation token leaves possible; the first JWT that verifies under one of them pins it. */
    record Candidates(List<CandidateKey> keys) implements DeviceKeys {
        public Candidates {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The key that the identity registry names, with which the token of the claim is signed: no other one counts.
     *
     * @param pinned whether the device has proven it with a JWT
     */
    record Registered(CandidateKey key, boolean pinned) implements DeviceKeys {}

    /**
     * The identity registry names a key that the token of the claim is not signed with: nobody is believed before the device is claimed
     * anew.
     */
    record Contradicted(P256PublicKey registered) implements DeviceKeys {}

    /** What a claim keeps of the token that it was made with: the keys that can have signed it. */
    default List<CandidateKey> ofToken() {
        return switch (this) {
            case Pinned(CandidateKey key) -> List.of(key);
            case Candidates(List<CandidateKey> keys) -> keys;
            case Registered registered -> List.of(registered.key());
            case Contradicted _ -> List.of();
        };
    }

    /** Whether the device's key is known and not only narrowed down. */
    default boolean known() {
        return switch (this) {
            case Pinned _, Registered _ -> true;
            case Candidates _, Contradicted _ -> false;
        };
    }
}
