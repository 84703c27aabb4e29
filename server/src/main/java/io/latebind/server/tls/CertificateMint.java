package io.latebind.server.tls;

import io.latebind.server.config.HostName;
import io.latebind.server.kernel.IdSource;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes roots and server certificates, EC P-256, in the profile of RFC 5280. */
final class CertificateMint {
    /** Longer than the devices last: a root cannot be renewed without visiting them. */
    static final Duration ROOT_LIFE = Duration.ofDays(20 * 365L + 5);
    /** With the back-dating 398 days, the most that TLS clients with public rules accept. */
    static final Duration SERVER_LIFE = Duration.ofDays(397);
    /** A device takes its time from the network or counts by itself; one whose clock is behind by this much still connects. */
    static final Duration BACK_DATED = Duration.ofDays(1);

    private static final int SERIAL_BYTES = 16;
    private static final int NAME_BYTES = 4;

    private final IdSource ids;

    CertificateMint(IdSource ids) {
        this.ids = ids;
    }

    /** A new root. Its name carries random digits so that roots of two installations can be told apart; it is short, since modems have little room. */
    Issued root(Instant now) {
        KeyPair keys = newKeys();
        X500Principal name =
                new X500Principal("CN=Latebind root " + HexFormat.of().formatHex(ids.randomBytes(NAME_BYTES)));
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(name, now, now.plus(ROOT_LIFE), name, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            identifiers.createSubjectKeyIdentifier(keys.getPublic()));
            return new Issued(sign(builder, keys), keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException("a root certificate could not be made", failure);
        }
    }

    /** A new server certificate for DNS names and IP addresses; it ends no later than its root. */
    Issued server(Issued root, List<String> names, Instant now) {
        KeyPair keys = newKeys();
        Instant rootEnd = root.certificate().getNotAfter().toInstant();
        Instant end = now.plus(SERVER_LIFE).isBefore(rootEnd) ? now.plus(SERVER_LIFE) : rootEnd;
        GeneralName[] alternatives =
                names.stream().map(CertificateMint::alternative).toArray(GeneralName[]::new);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(
                            root.certificate().getSubjectX500Principal(), now, end, serverName(names), keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            identifiers.createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(
                                    root.certificate().getPublicKey()));
            KeyPair rootKeys = new KeyPair(root.certificate().getPublicKey(), root.privateKey());
            return new Issued(sign(builder, rootKeys), keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException("a server certificate could not be made", failure);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Principal issuer, Instant now, Instant end, X500Principal subject, PublicKey key) {
        byte[] serial = ids.randomBytes(SERIAL_BYTES);
        // positive and of full length, as RFC 5280 4.1.2.2 wants it
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
        Instant start = now.minus(BACK_DATED).truncatedTo(ChronoUnit.SECONDS);
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(serial),
                Date.from(start),
                Date.from(end.truncatedTo(ChronoUnit.SECONDS)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    }

    /** A common name has at most 64 characters (X.520); clients read the alternative names. */
    private static X500Principal serverName(List<String> names) {
        String name = names.getFirst();
        return new X500Principal(name.length() <= 64 ? "CN=" + name : "CN=Latebind device port");
    }

    private static GeneralName alternative(String name) {
        return HostName.isAddress(name)
                ? new GeneralName(
                        GeneralName.iPAddress,
                        new DEROctetString(InetAddress.ofLiteral(name).getAddress()))
                : new GeneralName(GeneralName.dNSName, name);
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
