package io.latebind.server.cryptography;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts the native provider (Amazon Corretto Crypto Provider) in front of the JDK's own: it checks ES256 signatures several times faster.
 * Where it cannot be used the JDK's own goes on serving, and the reason is told.
 */
public final class NativeCryptography {
    /** What {@code lib/latebind.security} says, the security properties that every JVM of ours is started with. */
    private static final String PREFERENCES = "jdk.security.provider.preferred";

    /** Their keys are taken from handshakes and destroyed there, which the native HMACs do not survive: every DTLS handshake would fail. */
    private static final List<String> HMACS_OF_THE_JDK =
            List.of("HmacSHA256:SunJCE", "HmacSHA384:SunJCE", "HmacSHA512:SunJCE", "HmacSHA1:SunJCE");

    private static final String NATIVE = "AmazonCorrettoCryptoProvider";

    private NativeCryptography() {}

    /**
     * What signatures run on from now on.
     *
     * @param provider its name and version
     * @param reason why it is not the native one; empty when it is
     */
    public record Chosen(String provider, Optional<String> reason) {
        /** One line for the log. */
        public String sentence() {
            return "signatures are checked by " + provider
                    + reason.map(why -> ", the slower provider of the JDK, because " + why)
                            .orElse("");
        }
    }

    /** To be called once, before the first connection; a second call changes nothing. */
    public static Chosen prefer() {
        Optional<String> obstacle = missingPreferences().or(NativeCryptography::installed);
        if (obstacle.isPresent()) {
            Security.removeProvider(NATIVE);
        }
        return new Chosen(providerOfSignatures(), obstacle);
    }

    private static Optional<String> missingPreferences() {
        String given = Optional.ofNullable(Security.getProperty(PREFERENCES)).orElse("");
        List<String> entries =
                Arrays.stream(given.split(",")).map(String::strip).toList();
        return entries.containsAll(HMACS_OF_THE_JDK)
                ? Optional.empty()
                : Optional.of("the JVM was started without -Djava.security.properties=lib/latebind.security");
    }

    /** Why it does not work; empty when it does. */
    private static Optional<String> installed() {
        try {
            signAndVerify(Corretto.install());
            return Optional.empty();
        } catch (GeneralSecurityException | RuntimeException unusable) {
            return Optional.of("the native library does not work on this machine (" + innermost(unusable) + ")");
        } catch (LinkageError absent) {
            return Optional.of("there is no native library for this machine (" + innermost(absent) + ")");
        }
    }

    /** Apart, because its class is missing where the distribution brings no library, and whoever names it is then not loaded either. */
    private static final class Corretto {
        static Provider install() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                throw new IllegalStateException(provider.getLoadingError());
            }
            provider.assertHealthy();
            AmazonCorrettoCryptoProvider.install();
            return provider;
        }
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static void signAndVerify(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
        signer.initSign(pair.getPrivate());
        byte[] message = new byte[] {1};
        signer.update(message);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
        verifier.initVerify(pair.getPublic());
        verifier.update(message);
        if (!verifier.verify(signature)) {
            throw new GeneralSecurityException("it does not accept its own signature");
        }
    }

    private static String providerOfSignatures() {
        Provider[] able = Security.getProviders("Signature.SHA256withECDSAinP1363Format");
        return able == null || able.length == 0 ? "nobody" : able[0].getName() + " " + able[0].getVersionStr();
    }
}
