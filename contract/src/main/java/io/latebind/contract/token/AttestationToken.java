package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What {@code AT%ATTESTTOKEN} prints: a device's statement about itself, signed with its identity key (specification 5.1). Its parts
 * are as the token says; nothing is proven before the signature was verified under a key that is known from elsewhere.
 *
 * @param deviceType 0..2^31-1, see {@link #deviceTypeName()}
 * @param firmware the UUID of the modem firmware
 * @param nonce 16 bytes
 */
public record AttestationToken(DeviceUuid device, int deviceType, UUID firmware, byte[] nonce, SignedParts signed) {
    private static final int MESSAGE_TYPE = 1;
    private static final int NONCE_BYTES = 16;

    /** The token in {@code text}; the reason says what is wrong with it otherwise. */
    public static Parsed<AttestationToken> parse(String text) {
        return switch (TokenText.parse(text)) {
            case Invalid<TokenText>(String reason) -> new Invalid<>(reason);
            case Valid<TokenText>(TokenText token)
            when token.cose().payload().isPresent() ->
                new Invalid<>("the token has a payload: it is the output of %KEYGEN, not of %ATTESTTOKEN");
            case Valid<TokenText>(TokenText token) ->
                read(token)
                        .<Parsed<AttestationToken>>map(Valid::new)
                        .orElseGet(
                                () -> new Invalid<>("the part before the dot is not the body of an attestation token"));
        };
    }

    private static Optional<AttestationToken> read(TokenText token) {
        Optional<JsonNode> body = TokenCbor.arrayIn(token.body(), 5);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        Optional<DeviceUuid> device = TokenCbor.uuid(body.get().get(1)).map(DeviceUuid::new);
        Optional<Long> type = TokenCbor.number(body.get().get(2));
        Optional<UUID> firmware = TokenCbor.uuid(body.get().get(3));
        Optional<byte[]> nonce = TokenCbor.bytes(body.get().get(4), NONCE_BYTES);
        if (device.isEmpty() || type.isEmpty() || firmware.isEmpty() || nonce.isEmpty()) {
            return Optional.empty();
        }
        SignedParts signed =
                new SignedParts(token.body(), new byte[0], token.cose().signature());
        AttestationToken read =
                new AttestationToken(device.get(), Math.toIntExact(type.get()), firmware.get(), nonce.get(), signed);
        boolean exact =
                Arrays.equals(encodeBody(read.device, read.deviceType, read.firmware, read.nonce), token.body());
        return exact ? Optional.of(read) : Optional.empty();
    }

    /** The part before the dot, as a modem writes it. */
    public static byte[] encodeBody(DeviceUuid device, int deviceType, UUID firmware, byte[] nonce) {
        return TokenCbor.write(out -> {
            out.tag(TokenCbor.TAG_SELF_DESCRIBED);
            out.array(5);
            out.number(MESSAGE_TYPE);
            out.uuid(device.value());
            out.number(deviceType);
            out.uuid(firmware);
            out.bytes(nonce);
            out.end();
        });
    }

    /** {@code nrf9151_LACA} and the like; {@code unknown_<n>} for a number that is not known. */
    public String deviceTypeName() {
        return DeviceTypes.nameOf(deviceType);
    }

    /**
     * Every key that the token may have been signed with, always in the same order: at most six, two per variant. (Twelve for a token made
     * up so that r is below p-n; see {@link KeyRecovery}.)
     */
    public List<CandidateKey> candidateKeys() {
        List<List<P256PublicKey>> keys = KeyRecovery.keysFor(
                SigStructureVariant.ATTESTATION.stream()
                        .map(variant -> variant.toBeSigned(signed.body(), signed.payload()))
                        .toList(),
                signed.signature());
        List<CandidateKey> candidates = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            SigStructureVariant variant = SigStructureVariant.ATTESTATION.get(i);
            keys.get(i).forEach(key -> candidates.add(new CandidateKey(variant, key)));
        }
        return List.copyOf(candidates);
    }

    public boolean verifiesUnder(P256PublicKey identityKey) {
        return variantUnder(identityKey).isPresent();
    }

    /** The layout under which the signature verifies; empty when it does not. */
    public Optional<SigStructureVariant> variantUnder(P256PublicKey identityKey) {
        return signed.variantUnder(identityKey, SigStructureVariant.ATTESTATION);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttestationToken token
                && Arrays.equals(signed.body(), token.signed.body())
                && Arrays.equals(signed.signature(), token.signed.signature());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signed.body());
    }
}
