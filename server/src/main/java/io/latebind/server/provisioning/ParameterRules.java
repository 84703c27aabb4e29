package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the parameters of a command may be, so that nothing can break out of an AT string (specification 4). Pure. */
public final class ParameterRules {
    static final int MAX_ATTRIBUTES = 256;
    static final int MAX_IDENTITY = 128;
    static final int MAX_PASSWORD = 128;
    static final int MAX_SECRET_DIGITS = 128;
    static final int MAX_SETTINGS = 10;
    static final int MAX_KEY_BYTES = 64;
    static final int MAX_VALUE_BYTES = 512;
    static final int MAX_NAME = 128;
    static final int MAX_DESCRIPTION = 256;

    private static final Pattern KEY_USAGE = Pattern.compile("[01]{9}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9.]*=[^,]+");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

    private ParameterRules() {}

    public static Checked<String> attributes(String text) {
        Optional<String> quoting = quotingProblem(text, 0, MAX_ATTRIBUTES);
        if (quoting.isPresent()) {
            return new Checked.Bad<>("attributes " + quoting.get());
        }
        if (!text.isEmpty()) {
            for (String attribute : text.split(",", -1)) {
                if (!ATTRIBUTE.matcher(attribute).matches()) {
                    return new Checked.Bad<>("attributes are K=V joined by commas, and \"" + attribute
                            + "\" is not K=V; for example O=Example,CN=device-1");
                }
            }
        }
        return new Checked.Good<>(text);
    }

    public static Checked<String> keyUsage(String text) {
        return KEY_USAGE.matcher(text).matches()
                ? new Checked.Good<>(text)
                : new Checked.Bad<>("keyUsage " + shown(text)
                        + " is not nine digits 0 or 1, leftmost digitalSignature; for example 101010000");
    }

    public static Checked<String> identity(String text) {
        return quotingProblem(text, 1, MAX_IDENTITY)
                .<Checked<String>>map(problem -> new Checked.Bad<>("identity " + problem))
                .orElseGet(() -> new Checked.Good<>(text));
    }

    public static Checked<Secret> password(Secret text) {
        return quotingProblem(text.reveal(), 1, MAX_PASSWORD)
                .<Checked<Secret>>map(problem -> new Checked.Bad<>("password " + problem))
                .orElseGet(() -> new Checked.Good<>(text));
    }

    /** The reason never shows the secret. */
    public static Checked<Secret> pskSecret(Secret text) {
        String digits = text.reveal();
        if (digits.length() < 2 || digits.length() > MAX_SECRET_DIGITS || digits.length() % 2 != 0) {
            return new Checked.Bad<>("secret has " + digits.length()
                    + " characters and must be an even number of hex digits," + " 2 to " + MAX_SECRET_DIGITS);
        }
        return HEX.matcher(digits).matches()
                ? new Checked.Good<>(text)
                : new Checked.Bad<>("secret has characters that are not hex digits");
    }

    public static Checked<Map<String, String>> settings(Map<String, String> settings) {
        if (settings.isEmpty() || settings.size() > MAX_SETTINGS) {
            return new Checked.Bad<>("config has " + settings.size() + " pairs and must have 1 to " + MAX_SETTINGS);
        }
        for (Map.Entry<String, String> pair : settings.entrySet()) {
            Optional<String> problem = settingProblem(pair.getKey(), pair.getValue());
            if (problem.isPresent()) {
                return new Checked.Bad<>(problem.get());
            }
        }
        return new Checked.Good<>(settings);
    }

    private static Optional<String> settingProblem(String key, String value) {
        int keyBytes = key.getBytes(StandardCharsets.UTF_8).length;
        int valueBytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (keyBytes < 1 || keyBytes > MAX_KEY_BYTES) {
            return Optional.of(
                    "config key " + shown(key) + " has " + keyBytes + " bytes and must have 1 to " + MAX_KEY_BYTES);
        }
        if (valueBytes > MAX_VALUE_BYTES) {
            return Optional.of("the value of config key " + shown(key) + " has " + valueBytes
                    + " bytes and may have at most " + MAX_VALUE_BYTES);
        }
        return storable(key) && storable(value)
                ? Optional.empty()
                : Optional.of("config key " + shown(key) + " or its value has a NUL or half a character in it");
    }

    /** Of a certificate authority or a profile. */
    public static Checked<String> name(String text) {
        if (text.isBlank() || text.length() > MAX_NAME) {
            return new Checked.Bad<>(
                    "has " + text.length() + " characters and must have 1 to " + MAX_NAME + ", not only spaces");
        }
        return storable(text) && text.codePoints().noneMatch(Character::isISOControl)
                ? new Checked.Good<>(text)
                : new Checked.Bad<>("has a control character or half a character in it");
    }

    public static Checked<String> description(String text) {
        if (text.length() > MAX_DESCRIPTION) {
            return new Checked.Bad<>(
                    "description has " + text.length() + " characters and may have at most " + MAX_DESCRIPTION);
        }
        return storable(text)
                ? new Checked.Good<>(text)
                : new Checked.Bad<>("description has a NUL or half a character in it");
    }

    /** Whether PostgreSQL and CBOR can hold it: no NUL, no lone surrogate. */
    private static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** What could break out of a quoted AT string; never shows the text itself. */
    private static Optional<String> quotingProblem(String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            return Optional.of("has " + text.length() + " characters and must have " + least + " to " + most);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return Optional.of("has " + name(c) + " at position " + i
                        + ", and only printable ASCII without \" and \\ can go into an AT command");
            }
        }
        return Optional.empty();
    }

    private static String name(char c) {
        return c > ' ' && c <= '~' ? "the character " + c : "U+" + String.format("%04X", (int) c);
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return '"'
                + (printable.length() <= MAX_KEY_BYTES ? printable : printable.substring(0, MAX_KEY_BYTES) + "…")
                + '"';
    }
}
