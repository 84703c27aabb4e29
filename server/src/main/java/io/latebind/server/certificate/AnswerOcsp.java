package io.latebind.server.certificate;

import io.latebind.server.certificate.RevocationStore.Revoked;
import io.latebind.server.certificate.RevocationStore.Standing;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
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

    /** No certificate has a longer one (RFC 5280, 4.1.2.2). */
    private static final int MAX_SERIAL_BITS = 160;

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

    /**
     * In DER; empty when the service holds no such key. Requests that cannot be read are answered with malformedRequest, whatever the key
     * is: they cost nothing.
     */
    public Optional<byte[]> answer(KeyIdentifier key, byte[] request) {
        Optional<OcspRequest> read = OcspRequest.read(request);
        return read.isEmpty()
                ? Optional.of(malformed())
                : transactor.perStatement(tx -> found(tx, key, read.get())).map(found -> signed(read.get(), found));
    }

    /** @param standings of those that were asked for and issued under the key, by their serials */
    private record Found(HeldKey key, Map<BigInteger, Standing> standings) {}

    private Optional<Found> found(Tx tx, KeyIdentifier key, OcspRequest request) {
        return HeldKey.find(tx, authorities, key).map(held -> {
            List<BigInteger> serials = request.certificates().stream()
                    .filter(certificate -> isOf(held.certificate(), certificate))
                    .map(CertificateID::getSerialNumber)
                    .filter(serial -> serial.bitLength() <= MAX_SERIAL_BITS)
                    .toList();
            return new Found(held, serials.isEmpty() ? Map.of() : revocations.standings(tx, key, serials));
        });
    }

    private byte[] signed(OcspRequest request, Found found) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        X509CertificateHolder issuer = found.key().certificate();
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(issuer.getSubject()));
            for (CertificateID certificate : request.certificates()) {
                Optional<Standing> standing = Optional.of(certificate)
                        .filter(asked -> isOf(issuer, asked))
                        .map(CertificateID::getSerialNumber)
                        .map(found.standings()::get);
                builder.addResponse(
                        certificate, status(standing), Date.from(now.minus(BACK_DATED)), Date.from(now.plus(HOLDS)));
            }
            request.nonce().ifPresent(nonce -> builder.setResponseExtensions(new Extensions(nonce)));
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    SigningAlgorithm.of(found.key().key()),
                                    // who asks about a certificate has that of its issuer
                                    new X509CertificateHolder[0],
                                    Date.from(now)))
                    .getEncoded();
        } catch (OCSPException | IOException failure) {
            throw new IllegalStateException("an answer about a certificate could not be signed", failure);
        }
    }

    /** Null means good, in the words of the library. */
    private static CertificateStatus status(Optional<Standing> standing) {
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
