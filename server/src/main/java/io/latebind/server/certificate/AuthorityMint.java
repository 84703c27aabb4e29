package io.latebind.server.certificate;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** Makes the authorities that the service holds itself: a root and an issuing authority under it, EC P-256 (RFC 5280). */
final class AuthorityMint {
    /** Longer than devices last. */
    static final Duration LIFE = Duration.ofDays(25 * 365L + 6);

    private static final Duration BACK_DATED = Duration.ofDays(1);
    private static final int NAME_BYTES = 4;

    private final IdSource ids;

    AuthorityMint(IdSource ids) {
        this.ids = ids;
    }

    /** @param chain the issuing authority, the root */
    record Minted(List<X509CertificateHolder> chain, Secret keys) {}

    /** Names carry random digits so that authorities can be told apart, and are short, since they stand in every certificate. */
    Minted mint(Instant now) {
        String digits = HexFormat.of().formatHex(ids.randomBytes(NAME_BYTES));
        KeyPair rootKeys = newKeys();
        KeyPair issuingKeys = newKeys();
        X500Name rootName = name("Latebind root " + digits);
        X509CertificateHolder root = certificate(rootName, rootKeys, rootName, rootKeys, 1, now);
        X509CertificateHolder issuing =
                certificate(rootName, rootKeys, name("Latebind CA " + digits), issuingKeys, 0, now);
        return new Minted(
                List.of(issuing, root),
                new AuthorityKeys(issuingKeys.getPrivate(), Optional.of(rootKeys.getPrivate())).secret());
    }

    private X509CertificateHolder certificate(
            X500Name issuer, KeyPair issuerKeys, X500Name subject, KeyPair keys, int pathLength, Instant now) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        try {
            BcX509ExtensionUtils identifiers = new BcX509ExtensionUtils();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                            issuer,
                            Serials.random(ids),
                            Date.from(now.minus(BACK_DATED).truncatedTo(ChronoUnit.SECONDS)),
                            Date.from(now.plus(LIFE).truncatedTo(ChronoUnit.SECONDS)),
                            subject,
                            key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            if (!issuer.equals(subject)) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(SubjectPublicKeyInfo.getInstance(
                                issuerKeys.getPublic().getEncoded())));
            }
            return builder.build(SigningAlgorithm.of(issuerKeys.getPrivate()));
        } catch (IOException failure) {
            throw new IllegalStateException("a certificate authority could not be made", failure);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("elliptic curves are missing from this Java", failure);
        }
    }
}
