package io.latebind.contract.token;

import java.util.List;

/**
 * The known layouts of what a modem signs, the {@code Sig_structure} of RFC 9052, 4.4. Generations of modem firmware differ in which
 * element holds the body and in what stands for "no payload" (specification 5.1, 5.2).
 */
public enum SigStructureVariant {
    /** {@code ["Signature1", h'a10126', body, null]}. */
    ATTESTATION_NULL_PAYLOAD(1),
    /** {@code ["Signature1", h'a10126', body, h'']}. */
    ATTESTATION_EMPTY_PAYLOAD(2),
    /** {@code ["Signature1", h'a10126', h'', body]}. */
    ATTESTATION_BODY_AS_PAYLOAD(3),
    /** {@code ["Signature1", h'a10126', h'', payload]}, newer firmware. */
    KEYGEN_PAYLOAD_ONLY(4),
    /** {@code ["Signature1", h'a10126', body, payload]}, older firmware. */
    KEYGEN_BODY_AND_PAYLOAD(5);

    /** In the order in which they are tried. */
    public static final List<SigStructureVariant> ATTESTATION =
            List.of(ATTESTATION_NULL_PAYLOAD, ATTESTATION_EMPTY_PAYLOAD, ATTESTATION_BODY_AS_PAYLOAD);

    /** In the order in which they are tried. */
    public static final List<SigStructureVariant> KEYGEN = List.of(KEYGEN_PAYLOAD_ONLY, KEYGEN_BODY_AND_PAYLOAD);

    private final int number;

    SigStructureVariant(int number) {
        this.number = number;
    }

    /** Stands for this variant where it is stored; never changes. */
    public int number() {
        return number;
    }

    /**
     * The bytes that the signature is over.
     *
     * @param body the part before the dot of the token
     * @param payload the payload of the COSE_Sign1; left out of account for attestation tokens, which have none
     */
    public byte[] toBeSigned(byte[] body, byte[] payload) {
        return TokenCbor.write(out -> {
            out.array(4);
            out.text("Signature1");
            out.bytes(CoseSign1.protectedHeader());
            switch (this) {
                case ATTESTATION_NULL_PAYLOAD -> {
                    out.bytes(body);
                    out.nil();
                }
                case ATTESTATION_EMPTY_PAYLOAD -> {
                    out.bytes(body);
                    out.bytes(new byte[0]);
                }
                case ATTESTATION_BODY_AS_PAYLOAD -> {
                    out.bytes(new byte[0]);
                    out.bytes(body);
                }
                case KEYGEN_PAYLOAD_ONLY -> {
                    out.bytes(new byte[0]);
                    out.bytes(payload);
                }
                case KEYGEN_BODY_AND_PAYLOAD -> {
                    out.bytes(body);
                    out.bytes(payload);
                }
            }
            out.end();
        });
    }
}
