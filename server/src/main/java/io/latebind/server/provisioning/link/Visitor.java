package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.server.identity.DeviceCredential;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.identity.JwtTimeRules;
import io.latebind.server.identity.Proof;
import io.latebind.server.provisioning.DeviceSession;
import java.time.Instant;
import java.util.Optional;

/** Who comes, and how that is known. */
sealed interface Visitor {
    DeviceUuid device();

    Admission admission(DeviceSession session, Instant now);

    /** What would stand in its way even if the device were claimed. */
    Optional<String> problem(Instant now);

    /**
     * Proves itself in this very request.
     *
     * @param tokensAccepted whether an attestation token may take the place of a JWT
     */
    record Credentialed(DeviceCredential credential, boolean tokensAccepted) implements Visitor {
        @Override
        public DeviceUuid device() {
            return credential.device();
        }

        @Override
        public Admission admission(DeviceSession session, Instant now) {
            return switch (IdentityRules.prove(session.keys(), credential, tokensAccepted, now)) {
                case Proof.Proven(var key, boolean pins) -> new Admission.Admitted(key, pins);
                case Proof.Unproven why -> new Admission.NotProven(why);
            };
        }

        @Override
        public Optional<String> problem(Instant now) {
            return switch (credential) {
                case DeviceCredential.Jwt(DeviceJwt jwt) ->
                    JwtTimeRules.problem(jwt, now).map(Proof.Unproven::reason);
                case DeviceCredential.Attestation _ -> Optional.empty();
            };
        }
    }

    /** Comes in a session that has authenticated. */
    record Bound(SessionBinding binding) implements Visitor {
        @Override
        public DeviceUuid device() {
            return binding.device();
        }

        /** The key must still be the known one: a pin that was dropped has to be proven anew. */
        @Override
        public Admission admission(DeviceSession session, Instant now) {
            boolean holds = session.at().claim().equals(binding.claim())
                    && session.keys().known()
                    && session.keys().ofToken().stream()
                            .anyMatch(known -> known.key().equals(binding.key().key()));
            return holds ? new Admission.Admitted(binding.key(), false) : new Admission.Outdated();
        }

        @Override
        public Optional<String> problem(Instant now) {
            return Optional.empty();
        }
    }
}
