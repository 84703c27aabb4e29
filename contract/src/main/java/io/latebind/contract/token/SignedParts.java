package io.latebind.contract.token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the signature of a token is over, and the signature.
 *
 * @param body the part before the dot
 * @param payload of the COSE_Sign1; no bytes when it is detached
 * @param signature r and s, 32 bytes each
 */
public record SignedParts(byte[] body, byte[] payload, byte[] signature) {
    boolean verifiesUnder(P256PublicKey key, SigStructureVariant variant) {
        return key.verify(variant.toBeSigned(body, payload), signature);
    }

    /** Every key that the signature may be of, in the order of the variants. */
    List<CandidateKey> candidateKeys(List<SigStructureVariant> variants) {
        List<List<P256PublicKey>> keys = KeyRecovery.keysFor(
                variants.stream()
                        .map(variant -> variant.toBeSigned(body, payload))
                        .toList(),
                signature);
        List<CandidateKey> candidates = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            SigStructureVariant variant = variants.get(i);
            keys.get(i).forEach(key -> candidates.add(new CandidateKey(variant, key)));
        }
        return List.copyOf(candidates);
    }

    Optional<SigStructureVariant> variantUnder(P256PublicKey key, Collection<SigStructureVariant> variants) {
        return variants.stream().filter(variant -> verifiesUnder(key, variant)).findFirst();
    }
}
