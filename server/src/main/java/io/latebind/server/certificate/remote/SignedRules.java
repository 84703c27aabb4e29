package io.latebind.server.certificate.remote;

import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.certificate.Signatures;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
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
            List<X509CertificateHolder> given, P256PublicKey key, List<X509CertificateHolder> anchors, Instant now) {
        Optional<X509CertificateHolder> found =
                given.stream().filter(each -> isFor(each, key)).findFirst();
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
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate) + ") that ended at "
                    + certificate.getNotAfter().toInstant());
        }
        Instant begin = certificate.getNotBefore().toInstant();
        if (begin.isAfter(now.plus(CLOCKS_DIFFER))) {
            return new Checked.TooEarly("answered with a certificate (" + shown(certificate) + ") that begins only at "
                    + begin + "; compare the clocks");
        }
        if (!anchors.isEmpty() && !leadsTo(certificate, given, anchors, begin.isAfter(now) ? begin : now)) {
            return new Checked.Bad("answered with a certificate (" + shown(certificate)
                    + ") that does not stand under the certificates that the authority was given as certificateChain");
        }
        List<X509CertificateHolder> known = new ArrayList<>(given);
        known.addAll(anchors);
        return new Checked.Good(certificate, above(certificate, known));
    }

    private static boolean isFor(X509CertificateHolder certificate, P256PublicKey key) {
        SubjectPublicKeyInfo wanted = SubjectPublicKeyInfo.getInstance(key.spki());
        SubjectPublicKeyInfo got = certificate.getSubjectPublicKeyInfo();
        return got.getAlgorithm().equals(wanted.getAlgorithm())
                && Arrays.equals(
                        got.getPublicKeyData().getBytes(),
                        wanted.getPublicKeyData().getBytes());
    }

    private static boolean leadsTo(
            X509CertificateHolder certificate,
            List<X509CertificateHolder> given,
            List<X509CertificateHolder> anchors,
            Instant at) {
        try {
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            Set<TrustAnchor> trusted = new HashSet<>();
            for (X509CertificateHolder anchor : anchors) {
                trusted.add(new TrustAnchor(converter.getCertificate(anchor), null));
            }
            List<X509Certificate> all = new ArrayList<>();
            for (X509CertificateHolder each : given) {
                all.add(converter.getCertificate(each));
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(converter.getCertificate(certificate));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException missing) {
            throw new IllegalStateException("certificate paths cannot be checked by this Java", missing);
        } catch (CertPathBuilderException none) {
            return false;
        } catch (GeneralSecurityException notOne) {
            // a certificate that this Java does not read is none that a device could use
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
        return subject + ", serial number " + certificate.getSerialNumber().toString(16);
    }
}
