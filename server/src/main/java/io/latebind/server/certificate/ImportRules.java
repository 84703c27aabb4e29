package io.latebind.server.certificate;

import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/** Which certificates can be an authority for devices (RFC 5280, 4.2.1.3 and 4.2.1.9). Pure. */
public final class ImportRules {
    private static final int LEAST_RSA_BITS = 2048;

    private ImportRules() {}

    /** Put in order: the issuing authority first, each signed by the next; empty when they make no chain from the first one on. */
    public static Optional<List<X509CertificateHolder>> ordered(List<X509CertificateHolder> certificates) {
        List<X509CertificateHolder> left = new ArrayList<>(certificates);
        List<X509CertificateHolder> chain = new ArrayList<>(List.of(left.removeFirst()));
        while (!left.isEmpty()) {
            X509CertificateHolder last = chain.getLast();
            Optional<X509CertificateHolder> above = left.stream()
                    .filter(each -> each.getSubject().equals(last.getIssuer()) && Signatures.isSignedBy(last, each))
                    .findFirst();
            if (above.isEmpty()) {
                return Optional.empty();
            }
            left.remove(above.get());
            chain.add(above.get());
        }
        return Optional.of(chain);
    }

    /** Why the key cannot sign for an authority; empty when it can. */
    static Optional<String> keyProblem(PrivateKey key, X509CertificateHolder issuing) {
        boolean strong = switch (key) {
            case RSAKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
            case ECKey _ -> isCurve(issuing);
            default -> false;
        };
        if (!strong) {
            return Optional.of("is of a kind that cannot be used; EC P-256 or P-384, or RSA of at least "
                    + LEAST_RSA_BITS + " bits can");
        }
        return Signatures.belongTogether(key, issuing)
                ? Optional.empty()
                : Optional.of("is not the private key to the first certificate of the chain");
    }

    private static boolean isCurve(X509CertificateHolder certificate) {
        AlgorithmIdentifier algorithm = certificate.getSubjectPublicKeyInfo().getAlgorithm();
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                && (curve.equals(SECObjectIdentifiers.secp256r1) || curve.equals(SECObjectIdentifiers.secp384r1));
    }

    /** Why the chain cannot stand above devices' certificates; empty when it can. */
    static Optional<String> chainProblem(List<X509CertificateHolder> chain, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            Optional<String> problem = problem(chain.get(i), i, now);
            if (problem.isPresent()) {
                return Optional.of("holds \"" + chain.get(i).getSubject() + "\", which " + problem.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(X509CertificateHolder certificate, int below, Instant now) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            return Optional.of("is no certificate authority: its basic constraints do not say CA");
        }
        if (usage == null || !usage.hasUsages(KeyUsage.keyCertSign)) {
            return Optional.of("may not sign certificates: its key usage lacks keyCertSign");
        }
        if (below == 0 && !usage.hasUsages(KeyUsage.cRLSign)) {
            return Optional.of(
                    "may not sign revocation lists: its key usage lacks cRLSign, and revocations could not be published");
        }
        // a path of length n has n authorities below this one
        if (constraints.getPathLenConstraint() != null
                && constraints.getPathLenConstraint().intValue() < below) {
            return Optional.of("allows " + constraints.getPathLenConstraint()
                    + " authorities below it, and the chain has " + below);
        }
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            return Optional.of("ended at " + certificate.getNotAfter().toInstant());
        }
        return now.isBefore(certificate.getNotBefore().toInstant())
                ? Optional.of("begins only at " + certificate.getNotBefore().toInstant())
                : Optional.empty();
    }
}
