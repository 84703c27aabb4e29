package io.latebind.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.TestDevice;
import io.latebind.server.identity.TokenVerdict.Result;
import io.latebind.server.kernel.IdentityPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What tokens are worth (specification 7). */
class VerifyRulesTest {
    private final TestDevice device = TestDevice.create();
    private final TestDevice impostor = TestDevice.withUuid(device.uuid());
    private final KnownKeys registered = new KnownKeys(Optional.of(device.publicKey()), Optional.empty());
    private final KnownKeys pinned = new KnownKeys(
            Optional.empty(),
            Optional.of(new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, device.publicKey())));

    private static SignedToken parsed(String text) {
        return switch (SignedToken.parse(text)) {
            case Parsed.Valid<SignedToken>(SignedToken token) -> token;
            case Parsed.Invalid<SignedToken>(String reason) -> throw new AssertionError(reason);
        };
    }

    private static List<String> tokensOf(TestDevice signer) {
        return List.of(
                signer.attestationToken(),
                signer.keygenToken(KeygenToken.Kind.CERTIFICATE_REQUEST, 42),
                "%KEYGEN: \"" + signer.keygenToken(KeygenToken.Kind.PUBLIC_KEY, 42) + "\"\r\nOK\r\n");
    }

    private static TokenVerdict judge(String token, KnownKeys known) {
        return VerifyRules.judge(parsed(token), known, IdentityPolicy.FIRST_USE);
    }

    @Test
    void verifiesUnderTheRegisteredKeyOrThePinAndRefusesEveryOtherKey() {
        for (KnownKeys known : List.of(registered, pinned)) {
            for (String token : tokensOf(device)) {
                assertThat(judge(token, known).result()).isEqualTo(Result.VERIFIED);
            }
            for (String token : tokensOf(impostor)) {
                TokenVerdict verdict = judge(token, known);
                assertThat(verdict.result()).isEqualTo(Result.REFUSED);
                assertThat(verdict.message().orElseThrow())
                        .contains("not of the key that is known to be this device's")
                        .doesNotContainIgnoringCase("registry", "claim", "team");
            }
        }
    }

    @Test
    void leavesUnprovenWhatOnlyCanHaveBeenSigned() {
        for (String token : tokensOf(device)) {
            TokenVerdict verdict = judge(token, KnownKeys.NONE);
            assertThat(verdict.result()).isEqualTo(Result.UNPROVEN);
            assertThat(verdict.message().orElseThrow()).contains("well-formed, and that is all that is known");
        }
    }

    @Test
    void saysWhenTheDeviceCannotBeClaimedForWantOfAnEntry() {
        TokenVerdict unknown =
                VerifyRules.judge(parsed(device.attestationToken()), KnownKeys.NONE, IdentityPolicy.REGISTRY);
        TokenVerdict proven = VerifyRules.judge(parsed(device.attestationToken()), pinned, IdentityPolicy.REGISTRY);
        TokenVerdict known = VerifyRules.judge(parsed(device.attestationToken()), registered, IdentityPolicy.REGISTRY);
        assertThat(unknown.result()).isEqualTo(Result.UNPROVEN);
        assertThat(proven.result()).isEqualTo(Result.VERIFIED);
        assertThat(List.of(unknown, proven))
                .allSatisfy(verdict ->
                        assertThat(verdict.message().orElseThrow()).contains("not in the identity registry"));
        assertThat(known.message()).isEmpty();
    }

    @Test
    void refusesABodyThatTheDeviceDidNotSignFor() {
        byte[] signedFor = TestDevice.create().publicKey().spki();
        byte[] swapped = TestDevice.create().publicKey().spki();
        String token = device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, 42, signedFor, swapped);
        for (KnownKeys known : List.of(registered, KnownKeys.NONE)) {
            TokenVerdict verdict = judge(token, known);
            assertThat(verdict.result()).isEqualTo(Result.REFUSED);
            assertThat(verdict.message().orElseThrow()).contains("SHA-256 is another");
        }
    }

    @Test
    void decodesATokenWhoseSignatureIsNotGood() {
        String damaged = tamper(device.attestationToken());
        TokenVerdict verdict = judge(damaged, registered);
        assertThat(verdict.result()).isEqualTo(Result.REFUSED);
        assertThat(verdict.token().orElseThrow().device()).isEqualTo(device.uuid());
    }

    /** Changes s, so that the signature stays one, of another key. */
    private static String tamper(String token) {
        char last = token.charAt(token.length() - 3);
        return token.substring(0, token.length() - 3) + (last == 'A' ? 'B' : 'A') + token.substring(token.length() - 2);
    }
}
