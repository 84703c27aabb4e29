package io.latebind.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The API's own description. */
public final class OpenApiRoute {
    private OpenApiRoute() {}

    /** {@code GET /v1/openapi.yaml} */
    public static OpenRoute make() {
        StaticFile document = new StaticFile("application/yaml", document(), Map.of());
        return new OpenRoute(
                HttpMethod.GET, "/v1/openapi.yaml", "describes the API to those who have no key yet", document::answer);
    }

    private static byte[] document() {
        try (InputStream in = OpenApiRoute.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not in the program: the build is broken");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
