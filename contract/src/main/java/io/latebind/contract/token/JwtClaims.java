package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The claims that matter in a device's JWT: {@code iss} = {@code <chip>.<device UUID>}, {@code iat}, {@code exp}. */
record JwtClaims(String chip, DeviceUuid device, Instant issuedAt, Instant expiresAt) {
    private static final Pattern CHIP = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** 9999-12-31T23:59:59Z: beyond it an instant has no usual spelling. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    static Parsed<JwtClaims> parse(byte[] json) {
        Optional<JsonNode> claims = JwtJson.objectIn(json);
        if (claims.isEmpty()) {
            return new Invalid<>("the JWT's claims are not a JSON object, or name a field twice");
        }
        Optional<String> issuer = JwtJson.text(claims.get(), "iss");
        if (issuer.isEmpty()) {
            return new Invalid<>("the JWT has no iss that is a text");
        }
        Optional<Instant> issuedAt = instant(claims.get(), "iat");
        if (issuedAt.isEmpty()) {
            return new Invalid<>("the JWT has no iat in whole seconds");
        }
        Optional<Instant> expiresAt = instant(claims.get(), "exp");
        if (expiresAt.isEmpty()) {
            return new Invalid<>("the JWT has no exp in whole seconds");
        }
        int dot = issuer.get().indexOf('.');
        String chip = issuer.get().substring(0, Math.max(dot, 0));
        Optional<DeviceUuid> device = deviceOf(issuer.get());
        if (!CHIP.matcher(chip).matches() || device.isEmpty()) {
            return new Invalid<>("the JWT's iss is not <chip>.<device UUID>");
        }
        return new Valid<>(new JwtClaims(chip, device.get(), issuedAt.get(), expiresAt.get()));
    }

    /** The device that an {@code iss} names. */
    static Optional<DeviceUuid> deviceOf(String issuer) {
        return DeviceUuid.parse(issuer.substring(issuer.indexOf('.') + 1));
    }

    private static Optional<Instant> instant(JsonNode claims, String name) {
        JsonNode seconds = claims.get(name);
        boolean whole = seconds != null
                && seconds.isIntegralNumber()
                && seconds.canConvertToLong()
                && seconds.longValue() >= 0
                && seconds.longValue() <= MAX_SECONDS;
        return whole ? Optional.of(Instant.ofEpochSecond(seconds.longValue())) : Optional.empty();
    }
}
