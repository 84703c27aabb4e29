package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What can still be read of a JWT that {@link DeviceJwt#parse} refuses, to tell the device's owner about it. Nothing of it is proven:
 * anyone can write it.
 *
 * @param device the one that {@code iss} names
 * @param otherAlgorithm the header names another {@code alg} than ES256
 */
public record UnusableJwt(Optional<DeviceUuid> device, boolean otherAlgorithm) {
    private static final UnusableJwt NOTHING = new UnusableJwt(Optional.empty(), false);

    public static UnusableJwt of(String text) {
        if (text.length() > DeviceJwt.MAX_CHARACTERS) {
            return NOTHING;
        }
        String[] parts = text.split("\\.", -1);
        return parts.length < 2
                ? NOTHING
                : new UnusableJwt(
                        text(parts[1], "iss").flatMap(JwtClaims::deviceOf),
                        text(parts[0], "alg")
                                .filter(alg -> !alg.equals("ES256"))
                                .isPresent());
    }

    private static Optional<String> text(String part, String name) {
        Optional<JsonNode> json = Base64Url.decode(part).flatMap(JwtJson::objectIn);
        return json.flatMap(object -> JwtJson.text(object, name));
    }
}
