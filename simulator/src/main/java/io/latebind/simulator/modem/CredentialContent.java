package io.latebind.simulator.modem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** What a modem looks at before it stores a credential; what it does not like is CME error 527. */
final class CredentialContent {
    /** The platform's own providers lack the padding name that PBES2 asks for; this one is not registered anywhere. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private static final int MAX_PSK_DIGITS = 128;
    private static final int MAX_IDENTITY = 128;

    private CredentialContent() {}

    static boolean isValid(CredentialType type, String content, @Nullable String password) {
        return switch (type) {
            case ROOT_CA, CLIENT_CERTIFICATE -> isCertificates(content);
            case CLIENT_PRIVATE_KEY -> isPrivateKey(content, password);
            case PRE_SHARED_KEY -> content.matches("([0-9a-fA-F]{2})+") && content.length() <= MAX_PSK_DIGITS;
            case PRE_SHARED_KEY_IDENTITY -> !content.isEmpty() && content.length() <= MAX_IDENTITY;
            case PUBLIC_KEY, DEVICE_IDENTITY_PUBLIC_KEY, ENDORSEMENT_KEY -> false;
        };
    }

    private static boolean isCertificates(String pem) {
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            return false;
        }
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(bytes)
                    .isEmpty();
        } catch (CertificateException broken) {
            return false;
        }
    }

    private static boolean isPrivateKey(String pem, @Nullable String password) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            return switch (parser.readObject()) {
                case PKCS8EncryptedPrivateKeyInfo encrypted -> password != null && opens(encrypted, password);
                case PrivateKeyInfo plain -> true;
                case PEMKeyPair pair -> true;
                case null, default -> false;
            };
        } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
            return false;
        }
    }

    private static boolean opens(PKCS8EncryptedPrivateKeyInfo encrypted, String password) {
        try {
            var decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password.toCharArray());
            return encrypted.decryptPrivateKeyInfo(decryptor).getPrivateKeyAlgorithm() != null;
        } catch (PKCSException | OperatorCreationException wrongPassword) {
            return false;
        }
    }
}
