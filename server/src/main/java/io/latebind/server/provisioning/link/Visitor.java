package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.server.identity.DeviceCredential;
import io.latebind.server.identity.DeviceKeys;
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

    /** Whether it is known by an attestation token in the place of a JWT. */
    boolean byToken();

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
        public boolean byToken() {
            return credential instanceof DeviceCredential.Attestation;
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

    /**
     * Comes in a session that has authenticated.
     *
     * @param tokensAccepted whether an attestation token may take the place of a JWT: the session may be older than the setting
     */
    record Bound(SessionBinding binding, boolean tokensAccepted) implements Visitor {
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
            boolean tokenHolds = !byToken() || (tokensAccepted && session.keys() instanceof DeviceKeys.Registered);
            return holds && tokenHolds ? new Admission.Admitted(binding.key(), false) : new Admission.Outdated();
        }

        @Override
        public boolean byToken() {
            return binding.byToken();
        }

        @Override
        public Optional<String> problem(Instant now) {
            return Optional.empty();
        }
    }
}
