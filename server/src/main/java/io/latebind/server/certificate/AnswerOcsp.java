package io.latebind.server.certificate;

import io.latebind.server.certificate.RevocationStore.Revoked;
import io.latebind.server.certificate.RevocationStore.Standing;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Says whether single certificates are revoked (RFC 6960): from the database at the moment of the question, signed by the authority
 * itself, so that verifiers need no other certificate.
 */
public final class AnswerOcsp {
    /** A request that is larger asks for too much. */
    public static final int MAX_REQUEST_BYTES = 4096;

    private static final int MAX_QUESTIONS = 10;
    /** Bytes; longer ones are not echoed (RFC 9654). */
    private static final int MAX_NONCE_BYTES = 130;

    private static final Duration HOLDS = Duration.ofHours(1);
    private static final Duration BACK_DATED = Duration.ofMinutes(5);

    private final Transactor transactor;
    private final AuthorityStore authorities;
    private final RevocationStore revocations;
    private final InstantSource clock;

    public AnswerOcsp(
            Transactor transactor, AuthorityStore authorities, RevocationStore revocations, InstantSource clock) {
        this.transactor = transactor;
        this.authorities = authorities;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** In DER; empty when the service holds no such key. Requests that cannot be read are answered with malformedRequest. */
    public Optional<byte[]> answer(KeyIdentifier key, byte[] request) {
        return transactor.inTransaction(
                tx -> HeldKey.find(tx, authorities, key).map(held -> answer(tx, key, held, request)));
    }

    private byte[] answer(Tx tx, KeyIdentifier key, HeldKey held, byte[] request) {
        try {
            return signed(tx, key, held, new OCSPReq(request));
        } catch (IOException | IllegalArgumentException | ClassCastException malformed) {
            return malformed();
        }
    }

    private byte[] signed(Tx tx, KeyIdentifier key, HeldKey held, OCSPReq request) throws IOException {
        Req[] questions = request.getRequestList();
        if (request.getVersionNumber() != 1 || questions.length == 0 || questions.length > MAX_QUESTIONS) {
            return malformed();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            BasicOCSPRespBuilder builder =
                    new BasicOCSPRespBuilder(new RespID(held.certificate().getSubject()));
            for (Req question : questions) {
                builder.addResponse(
                        question.getCertID(),
                        status(tx, key, held.certificate(), question.getCertID()),
                        Date.from(now.minus(BACK_DATED)),
                        Date.from(now.plus(HOLDS)));
            }
            Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (nonce != null && nonce.getExtnValue().getOctets().length <= MAX_NONCE_BYTES) {
                builder.setResponseExtensions(new Extensions(nonce));
            }
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    SigningAlgorithm.of(held.key()),
                                    // who asks about a certificate has that of its issuer
                                    new X509CertificateHolder[0],
                                    Date.from(now)))
                    .getEncoded();
        } catch (OCSPException failure) {
            throw new IllegalStateException("an answer about a certificate could not be signed", failure);
        }
    }

    /** Null means good, in the words of the library. */
    private CertificateStatus status(
            Tx tx, KeyIdentifier key, X509CertificateHolder issuer, CertificateID certificate) {
        Optional<Standing> standing = isOf(issuer, certificate)
                ? revocations.standing(tx, key, certificate.getSerialNumber())
                : Optional.empty();
        if (standing.isEmpty()) {
            return new UnknownStatus();
        }
        Optional<Revoked> revoked = standing.get().revoked();
        return revoked.isPresent()
                ? new RevokedStatus(
                        Date.from(revoked.get().at()), revoked.get().reason().code())
                : CertificateStatus.GOOD;
    }

    private static boolean isOf(X509CertificateHolder issuer, CertificateID certificate) {
        try {
            return certificate.matchesIssuer(issuer, new JcaDigestCalculatorProviderBuilder().build());
        } catch (OCSPException | OperatorCreationException unknownDigest) {
            return false;
        }
    }

    private static byte[] malformed() {
        try {
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.MALFORMED_REQUEST, null)
                    .getEncoded();
        } catch (OCSPException | IOException failure) {
            throw new IllegalStateException("an OCSP answer has no encoding", failure);
        }
    }
}
