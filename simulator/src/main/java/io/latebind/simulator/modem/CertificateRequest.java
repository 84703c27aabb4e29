package io.latebind.simulator.modem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Writes PKCS#10 certificate signing requests as the modem does (RFC 2986). */
final class CertificateRequest {
    /** {@code KeyUsage} bits in the order of the AT parameter, leftmost first. */
    private static final int[] USAGE_BITS = {
        KeyUsage.digitalSignature,
        KeyUsage.nonRepudiation,
        KeyUsage.keyEncipherment,
        KeyUsage.dataEncipherment,
        KeyUsage.keyAgreement,
        KeyUsage.keyCertSign,
        KeyUsage.cRLSign,
        KeyUsage.encipherOnly,
        KeyUsage.decipherOnly
    };

    private CertificateRequest() {}

    /**
     * The request in DER, signed with {@code key}; empty when the modem would refuse a parameter.
     *
     * @param attributes comma-separated {@code K=V}, perhaps empty
     * @param keyUsage nine digits 0 or 1, or empty for none
     */
    static Optional<byte[]> encode(P256Key key, String attributes, String keyUsage) {
        if (!keyUsage.matches("[01]{9}|")) {
            return Optional.empty();
        }
        try {
            var request = new PKCS10CertificationRequestBuilder(
                    new X500Name(attributes), SubjectPublicKeyInfo.getInstance(key.spki()));
            int usage = usageBits(keyUsage);
            if (usage != 0) {
                var extension = Extension.create(Extension.keyUsage, false, new KeyUsage(usage));
                request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new Extensions(extension));
            }
            return Optional.of(request.build(new Es256(key)).getEncoded());
        } catch (IllegalArgumentException unknownAttribute) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a certificate request could not be written", impossible);
        }
    }

    private static int usageBits(String keyUsage) {
        int bits = 0;
        for (int i = 0; i < keyUsage.length(); i++) {
            bits |= keyUsage.charAt(i) == '1' ? USAGE_BITS[i] : 0;
        }
        return bits;
    }

    /** ecdsa-with-SHA256, deterministic. */
    private static final class Es256 implements ContentSigner {
        private final P256Key key;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Es256(P256Key key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return message;
        }

        @Override
        public byte[] getSignature() {
            var rs = new ASN1EncodableVector(2);
            for (BigInteger number : key.signatureOf(message.toByteArray())) {
                rs.add(new ASN1Integer(number));
            }
            try {
                return new DERSequence(rs).getEncoded();
            } catch (IOException impossible) {
                throw new UncheckedIOException("two integers always have a DER form", impossible);
            }
        }
    }
}
