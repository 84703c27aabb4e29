package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.CertificateRequest;
import io.latebind.server.certificate.Signatures;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/** Whether what a signer gave is a certificate for the device that asked (RFC 5280, 6). Pure. */
final class SignedRules {
    /** By which the clock of a signer may be ahead; a device takes longer before it shows its certificate to anybody. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final int MAX_SERIAL_BITS = 160;
    private static final int MAX_SHOWN_NAME = 120;

    private SignedRules() {}

    /** What was found. Reasons complete "the signer …". */
    sealed interface Checked {
        /** @param above those that the certificate stands under, as far as they are known, the issuing one first */
        record Good(X509CertificateHolder certificate, List<X509CertificateHolder> above) implements Checked {}

        record Bad(String reason) implements Checked {}

        /** It will be good. */
        record TooEarly(String reason) implements Checked {}
    }

    /**
     * @param given in any order
     * @param anchors one of which the certificate must stand under; empty: whoever signed it
     */
    static Checked check(
            List<X509CertificateHolder> given,
            CertificateRequest request,
            List<X509CertificateHolder> anchors,
            Instant now) {
        Optional<X509CertificateHolder> found =
                given.stream().filter(request::isAnsweredBy).findFirst();
        if (found.isEmpty()) {
            return new Checked.Bad("answered with a certificate for another key (" + shown(given.getFirst())
                    + ") than that of the certificate request");
        }
        X509CertificateHolder certificate = found.get();
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        if (constraints != null && constraints.isCA()) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate)
                    + ") that makes the device a certificate authority");
        }
        if (certificate.getSerialNumber().signum() <= 0
                || certificate.getSerialNumber().bitLength() > MAX_SERIAL_BITS
                || certificate.getSubject().toString().chars().anyMatch(Character::isISOControl)) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate)
                    + ") whose serial number or subject no certificate may have (RFC 5280, 4.1.2)");
        }
        if (certificate.getSubject().getRDNs().length == 0
                && certificate.getExtension(Extension.subjectAlternativeName) == null) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate)
                    + ") that names nobody: it needs a subject or a subjectAltName (RFC 5280, 4.1.2.6)");
        }
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate) + ") that ended at "
                    + certificate.getNotAfter().toInstant());
        }
        Instant begin = certificate.getNotBefore().toInstant();
        if (begin.isAfter(now.plus(CLOCKS_DIFFER))) {
            return new Checked.TooEarly("answered with a certificate (" + shown(certificate) + ") that begins only at "
                    + begin + "; compare the clocks");
        }
        List<X509CertificateHolder> known = new ArrayList<>(anchors);
        known.addAll(given);
        List<X509CertificateHolder> above = above(certificate, known);
        List<X509CertificateHolder> path = new ArrayList<>(List.of(certificate));
        path.addAll(above);
        if (!anchors.isEmpty() && !leadsTo(path, anchors, begin.isAfter(now) ? begin : now)) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate)
                    + ") that does not stand under the certificates that the authority was given as certificateChain");
        }
        return new Checked.Good(certificate, above);
    }

    /** @param path the certificate, and those above it, each signed by the next */
    private static boolean leadsTo(List<X509CertificateHolder> path, List<X509CertificateHolder> anchors, Instant at) {
        int length = 1;
        while (length < path.size() && !anchors.contains(path.get(length))) {
            length++;
        }
        if (length == path.size()) {
            return false;
        }
        try {
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            List<X509Certificate> below = new ArrayList<>();
            for (X509CertificateHolder each : path.subList(0, length)) {
                below.add(converter.getCertificate(each));
            }
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(converter.getCertificate(path.get(length)), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(below);
            CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
            return true;
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException missing) {
            throw new IllegalStateException("certificate paths cannot be checked by this Java", missing);
        } catch (GeneralSecurityException wrong) {
            // nor could a device or a server that reads certificates as this Java does use it
            return false;
        }
    }

    private static List<X509CertificateHolder> above(
            X509CertificateHolder certificate, List<X509CertificateHolder> known) {
        List<X509CertificateHolder> above = new ArrayList<>();
        Optional<X509CertificateHolder> next = issuer(certificate, known);
        while (next.isPresent() && !above.contains(next.get())) {
            above.add(next.get());
            next = issuer(next.get(), known);
        }
        return above;
    }

    private static Optional<X509CertificateHolder> issuer(
            X509CertificateHolder certificate, List<X509CertificateHolder> known) {
        return known.stream()
                .filter(each ->
                        each.getSubject().equals(certificate.getIssuer()) && Signatures.isSignedBy(certificate, each))
                .findFirst();
    }

    private static String shown(X509CertificateHolder certificate) {
        String name = ReplyRules.shown(certificate.getSubject().toString());
        String subject =
                name.length() <= MAX_SHOWN_NAME ? name : ReplyRules.shown(name.substring(0, MAX_SHOWN_NAME)) + "…";
        return (subject.isEmpty() ? "no subject" : subject) + ", serial number "
                + certificate.getSerialNumber().toString(16);
    }
}
