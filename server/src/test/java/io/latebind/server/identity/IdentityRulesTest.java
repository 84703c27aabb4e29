package io.latebind.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.TestDevice;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose word counts (specification 5.4). */
class IdentityRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDevice device = TestDevice.create();
    /** Another key under the same UUID. */
    private final TestDevice impostor = TestDevice.withUuid(device.uuid());

    private static AttestationToken token(TestDevice signer) {
        return value(AttestationToken.parse(signer.attestationToken()));
    }

    private static <T> T value(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(T value) -> value;
            case Parsed.Invalid<T>(String reason) -> throw new AssertionError(reason);
        };
    }

    private static CandidateKey candidate(TestDevice signer) {
        return new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, signer.publicKey());
    }

    private static KnownKeys registered(TestDevice named) {
        return new KnownKeys(Optional.of(named.publicKey()), Optional.empty());
    }

    private static KnownKeys pinned(TestDevice proven) {
        return new KnownKeys(Optional.empty(), Optional.of(candidate(proven)));
    }

    private static DeviceKeys claimed(AttestationToken token, KnownKeys known, IdentityPolicy policy) {
        return switch (IdentityRules.keysOfClaim(token, known, policy)) {
            case Outcome.Done<DeviceKeys>(DeviceKeys keys) -> keys;
            case Outcome.Refused<DeviceKeys>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static void assertRefused(RefusalCode code, Outcome<DeviceKeys> outcome, String... words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(code.number());
            assertThat(refused.refusal().detail()).contains(words);
        });
    }

    @ParameterizedTest
    @EnumSource
    void claimsARegisteredDeviceUnderItsRegisteredKeyAlone(IdentityPolicy policy) {
        assertThat(claimed(token(device), registered(device), policy))
                .isEqualTo(new DeviceKeys.Registered(candidate(device), false));
        assertRefused(
                RefusalCode.TOKEN_NOT_TRUSTED,
                IdentityRules.keysOfClaim(token(impostor), registered(device), policy),
                "not signed with the key that the identity registry names",
                "AT%ATTESTTOKEN");
    }

    @ParameterizedTest
    @EnumSource
    void letsTheRegistryWinOverAPin(IdentityPolicy policy) {
        KnownKeys both = new KnownKeys(Optional.of(device.publicKey()), Optional.of(candidate(impostor)));
        assertThat(claimed(token(device), both, policy)).isInstanceOf(DeviceKeys.Registered.class);
        assertRefused(
                RefusalCode.TOKEN_NOT_TRUSTED,
                IdentityRules.keysOfClaim(token(impostor), both, policy),
                "identity registry");
    }

    @Test
    void refusesUnregisteredDevicesWhereThePolicyIsRegistryEvenPinnedOnes() {
        for (KnownKeys known : List.of(KnownKeys.NONE, pinned(device))) {
            assertRefused(
                    RefusalCode.DEVICE_NOT_REGISTERED,
                    IdentityRules.keysOfClaim(token(device), known, IdentityPolicy.REGISTRY),
                    device.uuid().toString(),
                    "not in the identity registry",
                    "POST /v1/identities");
        }
    }

    @Test
    void trustsOnFirstUseWhatCanHaveSignedAndThenThePinAlone() {
        assertThat(claimed(token(device), KnownKeys.NONE, IdentityPolicy.FIRST_USE))
                .isInstanceOfSatisfying(
                        DeviceKeys.Candidates.class,
                        candidates -> assertThat(candidates.keys())
                                .hasSizeLessThanOrEqualTo(6)
                                .contains(candidate(device)));
        assertThat(claimed(token(device), pinned(device), IdentityPolicy.FIRST_USE))
                .isEqualTo(new DeviceKeys.Pinned(candidate(device)));
        assertRefused(
                RefusalCode.TOKEN_NOT_TRUSTED,
                IdentityRules.keysOfClaim(token(impostor), pinned(device), IdentityPolicy.FIRST_USE),
                "has proven another key before");
    }

    private static Proof visit(DeviceKeys keys, TestDevice signer) {
        return prove(keys, signer.jwt(NOW), false);
    }

    private static Proof prove(DeviceKeys keys, String credential, boolean tokensAccepted) {
        return IdentityRules.prove(keys, value(DeviceCredential.parse(credential)), tokensAccepted, NOW);
    }

    private static String reason(Proof proof) {
        return switch (proof) {
            case Proof.Unproven(Proof.Cause _, String reason) -> reason;
            case Proof.Proven proven -> throw new AssertionError(proven);
        };
    }

    @Test
    void pinsTheFirstKeyThatIsProvenAndNoSecondTime() {
        List<DeviceKeys> unpinned = List.of(
                new DeviceKeys.Candidates(List.of(candidate(impostor), candidate(device))),
                new DeviceKeys.Registered(candidate(device), false));
        for (DeviceKeys keys : unpinned) {
            assertThat(visit(keys, device)).isEqualTo(new Proof.Proven(candidate(device), true));
        }
        List<DeviceKeys> pinned =
                List.of(new DeviceKeys.Pinned(candidate(device)), new DeviceKeys.Registered(candidate(device), true));
        for (DeviceKeys keys : pinned) {
            assertThat(visit(keys, device)).isEqualTo(new Proof.Proven(candidate(device), false));
        }
    }

    @Test
    void believesNoOtherKeyThanTheRegisteredOne() {
        DeviceKeys keys = new DeviceKeys.Registered(candidate(device), false);
        assertThat(reason(visit(keys, impostor)))
                .contains("not the key that the identity registry names", "someone else uses its UUID");
        String underTheRightKid = impostor.jwt(
                NOW,
                Duration.ofMinutes(5),
                "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"kid\":\""
                        + device.publicKey().kid() + "\"}");
        assertThat(reason(prove(keys, underTheRightKid, false)))
                .contains("signature is not of the key that the identity registry names");
    }

    @Test
    void believesNobodyWhileTheRegistryContradictsTheClaim() {
        DeviceKeys keys = new DeviceKeys.Contradicted(device.publicKey());
        for (TestDevice visitor : List.of(device, impostor)) {
            assertThat(reason(visit(keys, visitor))).contains(device.publicKey().kid(), "claim it with its own token");
            assertThat(reason(prove(keys, "att." + visitor.attestationToken(), true)))
                    .contains("claim it with its own token");
        }
    }

    @Test
    void takesAttestationTokensInThePlaceOfJwtsOnlyWhereSwitchedOnAndUnderTheRegisteredKey() {
        DeviceKeys registered = new DeviceKeys.Registered(candidate(device), false);
        String own = "att." + device.attestationToken();
        assertThat(prove(registered, own, true)).isEqualTo(new Proof.Proven(candidate(device), false));
        assertThat(reason(prove(registered, own, false))).contains("attestation-tokens is off", "AT%JWT");
        assertThat(reason(prove(registered, "att." + impostor.attestationToken(), true)))
                .contains("signature is not of the key that the identity registry names");
        List<DeviceKeys> unregistered = List.of(
                new DeviceKeys.Pinned(candidate(device)), new DeviceKeys.Candidates(List.of(candidate(device))));
        for (DeviceKeys keys : unregistered) {
            assertThat(reason(prove(keys, own, true))).contains("only from devices in the identity registry");
        }
    }

    @Test
    void keepsWithAClaimTheKeysThatCanHaveSignedItsToken() {
        P256PublicKey key = device.publicKey();
        assertThat(new DeviceKeys.Registered(candidate(device), false).ofToken())
                .extracting(CandidateKey::key)
                .containsExactly(key);
        assertThat(new DeviceKeys.Pinned(candidate(device)).ofToken())
                .extracting(CandidateKey::key)
                .containsExactly(key);
    }
}
