package io.latebind.server.provisioning;

import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The public keys that devices reported, read out of the recorded KEYGEN tokens (specification 5.2). Pure. */
final class RecordedKeys {
    private RecordedKeys() {}

    /** The SubjectPublicKeyInfo that {@code key} reported; empty when it reported none that can be read. */
    static Optional<byte[]> spkiOf(QueuedCommand key) {
        if (!(key.result().orElse(null) instanceof CommandResult.Success(Optional<String> token)) || token.isEmpty()) {
            return Optional.empty();
        }
        return switch (KeygenToken.parse(token.get())) {
            case Parsed.Valid<KeygenToken>(KeygenToken parsed) -> spkiOf(parsed);
            case Parsed.Invalid<KeygenToken> _ -> Optional.empty();
        };
    }

    /** As {@link #spkiOf}, where it is on P-256. */
    static Optional<P256PublicKey> keyOf(QueuedCommand key) {
        return spkiOf(key)
                .flatMap(
                        spki -> P256PublicKey.fromSpki(spki) instanceof Parsed.Valid<P256PublicKey>(P256PublicKey valid)
                                ? Optional.of(valid)
                                : Optional.empty());
    }

    private static Optional<byte[]> spkiOf(KeygenToken token) {
        return switch (token.kind()) {
            case PUBLIC_KEY -> Optional.of(token.body());
            case CERTIFICATE_REQUEST -> {
                try {
                    yield Optional.of(new PKCS10CertificationRequest(token.body())
                            .getSubjectPublicKeyInfo()
                            .getEncoded());
                } catch (IOException notPkcs10) {
                    yield Optional.empty();
                }
            }
        };
    }

    /** Whether the first certificate in {@code pem} is for the key {@code spki}. */
    static boolean certifies(String pem, byte[] spki) {
        try {
            byte[] certified = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey()
                    .getEncoded();
            return Arrays.equals(certified, spki);
        } catch (CertificateException unreadable) {
            return false;
        }
    }
}
