package io.latebind.server.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Somebody else's certificate authority, which signs whatever a test wants. */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys;
    private final X509CertificateHolder certificate;

    private TestAuthority(KeyPair keys, X509CertificateHolder certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    public static TestAuthority root(String name, Instant now) {
        KeyPair keys = keyPair();
        return new TestAuthority(
                keys,
                sign(
                        keys.getPrivate(),
                        "CN=" + name,
                        Wanted.of(keys, "CN=" + name, now).authority()));
    }

    /** Whoever holds these keys signs, whether they may or not. */
    static TestAuthority of(KeyPair keys, X509CertificateHolder certificate) {
        return new TestAuthority(keys, certificate);
    }

    TestAuthority under(String name, Instant now) {
        KeyPair below = keyPair();
        return new TestAuthority(
                below, issue(Wanted.of(below, "CN=" + name, now).authority()));
    }

    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** As a modem makes it. */
    public static byte[] request(KeyPair keys, String subject) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @param host empty for none */
    public record Wanted(
            SubjectPublicKeyInfo key, String subject, Instant from, Instant until, boolean isAuthority, String host) {
        static Wanted of(SubjectPublicKeyInfo key, String subject, Instant now) {
            return new Wanted(key, subject, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(365)), false, "");
        }

        public static Wanted of(KeyPair keys, String subject, Instant now) {
            return of(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()), subject, now);
        }

        Wanted authority() {
            return new Wanted(key, subject, from, until, true, host);
        }

        Wanted between(Instant begin, Instant end) {
            return new Wanted(key, subject, begin, end, isAuthority, host);
        }

        Wanted host(String name) {
            return new Wanted(key, subject, from, until, isAuthority, name);
        }
    }

    public X509CertificateHolder issue(Wanted wanted) {
        return sign(keys.getPrivate(), certificate.getSubject().toString(), wanted);
    }

    private static X509CertificateHolder sign(PrivateKey key, String issuer, Wanted wanted) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                            new X500Name(issuer),
                            new BigInteger(90, RANDOM).setBit(90),
                            Date.from(wanted.from()),
                            Date.from(wanted.until()),
                            new X500Name(wanted.subject()),
                            wanted.key())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(wanted.isAuthority()));
            if (wanted.isAuthority()) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            }
            if (!wanted.host().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, wanted.host()),
                    new GeneralName(GeneralName.dNSName, "localhost")
                }));
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
        } catch (OperatorCreationException | java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public X509CertificateHolder certificate() {
        return certificate;
    }

    static X509Certificate java(X509CertificateHolder certificate) {
        try {
            return new JcaX509CertificateConverter().getCertificate(certificate);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
