package io.latebind.server.certificate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An extended key usage (RFC 5280, 4.2.1.12).
 *
 * @param shown {@code clientAuth}, or an object identifier in dots
 * @param oid in dots
 */
public record KeyPurpose(String shown, String oid) {
    public static final KeyPurpose CLIENT_AUTH = new KeyPurpose("clientAuth", "1.3.6.1.5.5.7.3.2");

    private static final Map<String, String> NAMED = Map.of(
            "clientAuth", "1.3.6.1.5.5.7.3.2",
            "serverAuth", "1.3.6.1.5.5.7.3.1",
            "emailProtection", "1.3.6.1.5.5.7.3.4");

    /** A device with these could answer for the authority (OCSP signing), or do whatever nobody thought of (any). */
    private static final Set<String> REFUSED = Set.of("1.3.6.1.5.5.7.3.9", "2.5.29.37.0");

    private static final Pattern DOTTED = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,8})){2,15}");

    /** Empty for what is no purpose, or none that a device may have. */
    public static Optional<KeyPurpose> parse(String text) {
        String oid = NAMED.getOrDefault(text, text);
        if (!DOTTED.matcher(oid).matches() || REFUSED.contains(oid) || !oid.matches("2\\..*|[01]\\.[1-3]?[0-9]\\..*")) {
            return Optional.empty();
        }
        return Optional.of(NAMED.entrySet().stream()
                .filter(named -> named.getValue().equals(oid))
                .findFirst()
                .map(named -> new KeyPurpose(named.getKey(), oid))
                .orElseGet(() -> new KeyPurpose(oid, oid)));
    }

    @Override
    public String toString() {
        return shown;
    }
}
