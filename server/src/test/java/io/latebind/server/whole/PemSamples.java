package io.latebind.server.whole;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** PEM as users send it, good and bad. */
final class PemSamples {
    static final String PASSWORD = "Correct.Horse-77";
    static final String CERTIFICATE = certificate("CN=one");
    static final String OTHER_CERTIFICATE = certificate("CN=two");
    static final String ENCRYPTED_KEY = privateKey(true);
    static final String PLAIN_KEY = privateKey(false);

    private PemSamples() {}

    /** The text as the inside of a JSON string. */
    static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String certificate(String name) {
        try {
            KeyPair keys = keys();
            X500Principal subject = new X500Principal(name);
            return block(
                    "CERTIFICATE",
                    new JcaX509v3CertificateBuilder(
                                    subject,
                                    BigInteger.TWO,
                                    Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                                    Date.from(Instant.parse("2046-01-01T00:00:00Z")),
                                    subject,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                            .getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private static String privateKey(boolean encrypted) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(
                    keys().getPrivate(),
                    encrypted
                            ? new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                                    .setProvider(new BouncyCastleProvider())
                                    .setPassword(PASSWORD.toCharArray())
                                    .build()
                            : null));
        } catch (GeneralSecurityException | OperatorCreationException | IOException fault) {
            throw new AssertionError(fault);
        }
        return text.toString().replace("\r\n", "\n");
    }

    /** A key that would take the service years to open. */
    static String keyWithIterations(BigInteger iterations) {
        return encrypted(
                PKCSObjectIdentifiers.id_PBKDF2,
                new DERSequence(new ASN1Encodable[] {new DEROctetString(new byte[16]), new ASN1Integer(iterations)}));
    }

    /** A key that would take the service gigabytes of memory to open. */
    static String scryptKey(int cost) {
        return encrypted(MiscObjectIdentifiers.id_scrypt, new ScryptParams(new byte[16], cost, 1024, 1024));
    }

    private static String encrypted(ASN1ObjectIdentifier derivation, ASN1Encodable parameters) {
        PBES2Parameters pbes2 = new PBES2Parameters(
                new KeyDerivationFunc(derivation, parameters),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes128_CBC, new DEROctetString(new byte[16])));
        try {
            return block(
                    "ENCRYPTED PRIVATE KEY",
                    new EncryptedPrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, pbes2), new byte[64])
                            .getEncoded());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
