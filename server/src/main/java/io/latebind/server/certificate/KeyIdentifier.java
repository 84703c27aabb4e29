package io.latebind.server.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Names the key of an authority: SHA-1 of its public key's bits in hex (RFC 5280, 4.2.1.2, method 1), whatever its certificate says. It
 * outlives names and certificates, so revocation lists are found under it. A name, not a proof.
 */
public record KeyIdentifier(String hex) {
    private static final int HEX_DIGITS = 40;

    public KeyIdentifier {
        if (!isOne(hex)) {
            throw new IllegalArgumentException("a key identifier has " + HEX_DIGITS + " lower-case hex digits");
        }
    }

    public static KeyIdentifier of(SubjectPublicKeyInfo key) {
        try {
            return of(MessageDigest.getInstance("SHA-1")
                    .digest(key.getPublicKeyData().getBytes()));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("this Java runtime has no SHA-1", never);
        }
    }

    public static KeyIdentifier of(byte[] bytes) {
        return new KeyIdentifier(HexFormat.of().formatHex(bytes));
    }

    public static Optional<KeyIdentifier> parse(String text) {
        return isOne(text) ? Optional.of(new KeyIdentifier(text)) : Optional.empty();
    }

    private static boolean isOne(String text) {
        return text.length() == HEX_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
