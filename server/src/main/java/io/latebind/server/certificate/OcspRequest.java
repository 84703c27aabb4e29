package io.latebind.server.certificate;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.Req;

/**
 * What a verifier asks (RFC 6960, 4.1). Anybody may send one.
 *
 * @param certificates at least one
 * @param nonce to be echoed; empty also when it is longer than those that are
 */
record OcspRequest(List<CertificateID> certificates, Optional<Extension> nonce) {
    private static final int MAX_QUESTIONS = 10;
    /** Bytes; longer ones are not echoed (RFC 9654). */
    private static final int MAX_NONCE_BYTES = 130;

    /** Empty for what is none, and for one that asks for too much. */
    static Optional<OcspRequest> read(byte[] der) {
        try {
            OCSPReq request = new OCSPReq(der);
            Req[] questions = request.getRequestList();
            return request.getVersionNumber() != 1 || questions.length == 0 || questions.length > MAX_QUESTIONS
                    ? Optional.empty()
                    : Optional.of(new OcspRequest(
                            Arrays.stream(questions).map(Req::getCertID).toList(),
                            Optional.ofNullable(request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                                    .filter(nonce -> nonce.getExtnValue().getOctets().length <= MAX_NONCE_BYTES)));
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException malformed) {
            return Optional.empty();
        }
    }
}
