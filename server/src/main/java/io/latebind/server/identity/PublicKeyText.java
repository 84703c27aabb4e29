package io.latebind.server.identity;

import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A public key as people and production lines write it: PEM (RFC 7468), or its SubjectPublicKeyInfo in base64. */
public final class PublicKeyText {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    /** A key in PEM has 178 characters; whoever sends ten times that sends something else. */
    private static final int MAX_CHARACTERS = 2000;

    private PublicKeyText() {}

    /** The reason never repeats the text: somebody may have sent a private key. */
    public static Parsed<P256PublicKey> parse(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return new Parsed.Invalid<>("it is empty");
        }
        if (stripped.length() > MAX_CHARACTERS) {
            return new Parsed.Invalid<>("it has " + stripped.length() + " characters, and a P-256 key in PEM has 178");
        }
        if (stripped.startsWith("-----BEGIN") && !stripped.startsWith(BEGIN)) {
            return new Parsed.Invalid<>("the PEM block is none of a PUBLIC KEY");
        }
        String base64 = stripped;
        if (stripped.startsWith(BEGIN)) {
            if (!stripped.endsWith(END) || stripped.length() < BEGIN.length() + END.length()) {
                return new Parsed.Invalid<>("the PEM block does not end with END PUBLIC KEY");
            }
            base64 = stripped.substring(BEGIN.length(), stripped.length() - END.length());
        }
        try {
            return P256PublicKey.fromSpki(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException notBase64) {
            return new Parsed.Invalid<>("it is neither PEM nor base64");
        }
    }

    public static String pem(P256PublicKey key) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return BEGIN + "\n" + lines.encodeToString(key.spki()) + "\n" + END + "\n";
    }
}
