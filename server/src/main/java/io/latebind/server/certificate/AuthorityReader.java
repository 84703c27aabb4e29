package io.latebind.server.certificate;

import io.latebind.server.kernel.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/** Reads certificates and keys that users bring. Total; what is wrong is told without a word of what was read. */
public final class AuthorityReader {
    private static final int MAX_CERTIFICATES = 5;
    /** Seconds on one core. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private AuthorityReader() {}

    /** What was read. */
    public sealed interface Read {
        /** @param certificates in the order in which they stood */
        record Good(List<X509CertificateHolder> certificates, PrivateKey key) implements Read {}

        /** @param field whose fault it is */
        record Bad(String field, String problem) implements Read {}
    }

    public static Read read(AuthorityMaterial material) {
        return switch (material) {
            case AuthorityMaterial.Pem pem -> pem(pem);
            case AuthorityMaterial.Pkcs12 pkcs12 -> pkcs12(pkcs12);
        };
    }

    private static Read pem(AuthorityMaterial.Pem pem) {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem.chain()))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (!(block instanceof X509CertificateHolder certificate)) {
                    return new Read.Bad(
                            "certificateChain", "holds a block that is no certificate; send the certificates alone");
                }
                certificates.add(certificate);
            }
        } catch (IOException | RuntimeException unreadable) {
            return new Read.Bad("certificateChain", "holds a block that cannot be read");
        }
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            return new Read.Bad(
                    "certificateChain",
                    "holds " + certificates.size() + " PEM certificates; send 1 to " + MAX_CERTIFICATES
                            + ", each beginning with -----BEGIN CERTIFICATE-----");
        }
        return key(pem.key(), pem.password(), certificates);
    }

    private static Read key(Secret text, Optional<Secret> password, List<X509CertificateHolder> certificates) {
        try (PEMParser parser = new PEMParser(new StringReader(text.reveal()))) {
            Object block = parser.readObject();
            while (block != null && !isKey(block)) {
                // openssl writes the parameters of a curve before its key
                block = parser.readObject();
            }
            if (block == null) {
                return new Read.Bad("privateKey", "holds no PEM private key");
            }
            boolean encrypted = block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair;
            if (encrypted && password.isEmpty()) {
                return new Read.Bad("password", "is missing, and the private key is encrypted");
            }
            if (block instanceof PKCS8EncryptedPrivateKeyInfo locked && !isDerivedInTime(locked)) {
                return new Read.Bad(
                        "privateKey",
                        "is derived from its password in a way or with a number of iterations that is not supported; PBKDF2 with"
                                + " at most " + MAX_ITERATIONS + " iterations is");
            }
            return new Read.Good(certificates, new JcaPEMKeyConverter().getPrivateKey(opened(block, password)));
        } catch (PKCSException | PEMException wrong) {
            return new Read.Bad(
                    "password",
                    "does not open the private key, or the key is damaged or of a kind that cannot be used");
        } catch (IOException | RuntimeException unreadable) {
            return new Read.Bad("privateKey", "holds a block that cannot be read");
        }
    }

    /** Whoever makes a key says how long it takes to open. */
    private static boolean isDerivedInTime(PKCS8EncryptedPrivateKeyInfo locked) {
        AlgorithmIdentifier algorithm = locked.toASN1Structure().getEncryptionAlgorithm();
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return false;
        }
        KeyDerivationFunc derivation =
                PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
        return derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                && PBKDF2Params.getInstance(derivation.getParameters())
                                .getIterationCount()
                                .compareTo(BigInteger.valueOf(MAX_ITERATIONS))
                        <= 0;
    }

    private static boolean isKey(Object block) {
        return block instanceof PrivateKeyInfo
                || block instanceof PEMKeyPair
                || block instanceof PEMEncryptedKeyPair
                || block instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    private static PrivateKeyInfo opened(Object block, Optional<Secret> password) throws PKCSException, IOException {
        char[] word = password.map(secret -> secret.reveal().toCharArray()).orElseGet(() -> new char[0]);
        return switch (block) {
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PEMEncryptedKeyPair pair ->
                pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder().build(word))
                        .getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo encrypted ->
                encrypted.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(word));
            default -> (PrivateKeyInfo) block;
        };
    }

    private static Read pkcs12(AuthorityMaterial.Pkcs12 material) {
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(material.content().reveal());
        } catch (IllegalArgumentException notBase64) {
            return new Read.Bad("pkcs12", "is not base64");
        }
        char[] password = material.password().reveal().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                return new Read.Bad(
                        "pkcs12", "holds " + keys.size() + " private keys; it must hold one, with its chain");
            }
            List<X509CertificateHolder> chain = new ArrayList<>();
            Certificate[] found = store.getCertificateChain(keys.getFirst());
            for (Certificate certificate : found == null ? new Certificate[0] : found) {
                chain.add(PemBlock.read(certificate.getEncoded()));
            }
            if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
                return new Read.Bad(
                        "pkcs12",
                        "holds a chain of " + chain.size() + " certificates; 1 to " + MAX_CERTIFICATES
                                + " are allowed");
            }
            return store.getKey(keys.getFirst(), password) instanceof PrivateKey key
                    ? new Read.Good(chain, key)
                    : new Read.Bad("pkcs12", "holds no private key");
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            return new Read.Bad("pkcs12", "cannot be opened: it is no PKCS#12, or the password is another");
        }
    }
}
