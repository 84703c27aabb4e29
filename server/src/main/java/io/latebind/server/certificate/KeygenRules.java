package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.server.identity.DeviceKeys;
import java.util.Optional;
import java.util.Set;

/**
 * What stands between the output of {@code AT%KEYGEN} and a certificate (specification 5.2): that this device made this key, in this
 * security tag, for this attempt, and has its private half. Pure.
 */
public final class KeygenRules {
    private static final String WHOLE =
            "; the device must report what the modem printed, whole and unchanged. Reset the"
                    + " command to have another key made";

    private KeygenRules() {}

    /**
     * What the output must be about.
     *
     * @param keys under which the device has proven itself; only a known key counts
     * @param reported keys that other attempts have reported: a new attempt makes a new key
     */
    public record Expected(DeviceUuid device, DeviceKeys keys, long secTag, Set<P256PublicKey> reported) {
        public Expected {
            reported = Set.copyOf(reported);
        }
    }

    /** The checks in the order of {@link KeygenCheck}; the first that fails is the verdict. */
    public static KeygenVerdict check(String token, Expected expected) {
        if (token.isEmpty()) {
            return failed(KeygenCheck.TOKEN, "the device reported success without any token" + WHOLE);
        }
        return switch (KeygenToken.parse(token)) {
            case Parsed.Invalid<KeygenToken>(String reason) -> failed(KeygenCheck.TOKEN, reason + WHOLE);
            case Parsed.Valid<KeygenToken>(KeygenToken keygen) ->
                statement(keygen, expected)
                        .or(() -> identity(keygen, expected))
                        .<KeygenVerdict>map(failed -> failed)
                        .orElseGet(() -> request(keygen, expected));
        };
    }

    /** The request in a token that was checked before. */
    public static Optional<CertificateRequest> requestIn(String token) {
        if (KeygenToken.parse(token) instanceof Parsed.Valid<KeygenToken>(KeygenToken keygen)
                && SignedRequest.parse(keygen.body()) instanceof Parsed.Valid<SignedRequest>(SignedRequest request)
                && request.key() instanceof Parsed.Valid<P256PublicKey>(P256PublicKey key)) {
            return Optional.of(new CertificateRequest(keygen.body(), key));
        }
        return Optional.empty();
    }

    private static Optional<KeygenVerdict.Failed> statement(KeygenToken token, Expected expected) {
        if (token.kind() != KeygenToken.Kind.CERTIFICATE_REQUEST) {
            return failing(
                    KeygenCheck.KIND,
                    "the device says that it made a public key, and a certificate is issued for a certificate request"
                            + WHOLE);
        }
        if (!token.device().equals(expected.device())) {
            return failing(
                    KeygenCheck.DEVICE,
                    "the token names device " + token.device() + " and was reported by " + expected.device()
                            + "; it is another device's, or somebody made it up");
        }
        if (token.secTag() != expected.secTag()) {
            return failing(
                    KeygenCheck.SECURITY_TAG,
                    "the device says that it made the key in security tag " + token.secTag()
                            + ", and it was to be made in " + expected.secTag()
                            + ". Reset the command to have another key made");
        }
        if (!token.digestMatches()) {
            return failing(
                    KeygenCheck.DIGEST,
                    "the certificate request is not the one that the device signed for: its SHA-256 is another"
                            + WHOLE);
        }
        return Optional.empty();
    }

    private static Optional<KeygenVerdict.Failed> identity(KeygenToken token, Expected expected) {
        Optional<P256PublicKey> key = known(expected.keys());
        if (key.isEmpty()) {
            return failing(
                    KeygenCheck.IDENTITY,
                    "the device has not proven its identity key, and nobody is believed before; let it come with its own"
                            + " JWT first, then reset the command");
        }
        return token.verifiesUnder(key.get())
                ? Optional.empty()
                : failing(
                        KeygenCheck.IDENTITY,
                        "the statement about the key is not signed with the identity key of this device ("
                                + key.get().kid() + "); somebody else made it, or it was changed on its way");
    }

    private static Optional<P256PublicKey> known(DeviceKeys keys) {
        return switch (keys) {
            case DeviceKeys.Pinned pinned -> Optional.of(pinned.key().key());
            case DeviceKeys.Registered registered ->
                Optional.of(registered.key().key());
            case DeviceKeys.Candidates _, DeviceKeys.Contradicted _ -> Optional.empty();
        };
    }

    private static KeygenVerdict request(KeygenToken token, Expected expected) {
        return switch (SignedRequest.parse(token.body())) {
            case Parsed.Invalid<SignedRequest>(String reason) -> failed(KeygenCheck.REQUEST, reason + WHOLE);
            case Parsed.Valid<SignedRequest>(SignedRequest request) ->
                switch (request.key()) {
                    case Parsed.Invalid<P256PublicKey>(String reason) ->
                        failed(
                                KeygenCheck.KEY,
                                "the key in the request is none that a certificate is issued for: " + reason
                                        + ". Only P-256 keys are");
                    case Parsed.Valid<P256PublicKey>(P256PublicKey key) -> request(token, request, key, expected);
                };
        };
    }

    private static KeygenVerdict request(
            KeygenToken token, SignedRequest request, P256PublicKey key, Expected expected) {
        if (!request.ecdsaWithSha256()) {
            return failed(
                    KeygenCheck.REQUEST_SIGNATURE,
                    "the request names another signature algorithm than ECDSA with SHA-256: "
                            + request.algorithm().getAlgorithm());
        }
        if (!request.verifiesUnder(key)) {
            return failed(
                    KeygenCheck.REQUEST_SIGNATURE,
                    "it is not of the key in the request, so nobody has shown to have its private half" + WHOLE);
        }
        if (expected.reported().contains(key)) {
            return failed(
                    KeygenCheck.ATTEMPT,
                    "the key was reported by an earlier attempt already, so this is not the answer to this one"
                            + WHOLE);
        }
        return new KeygenVerdict.Passed(new CertificateRequest(token.body(), key));
    }

    private static KeygenVerdict failed(KeygenCheck check, String reason) {
        return new KeygenVerdict.Failed(check, reason);
    }

    private static Optional<KeygenVerdict.Failed> failing(KeygenCheck check, String reason) {
        return Optional.of(new KeygenVerdict.Failed(check, reason));
    }
}
