package io.latebind.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The API's description as a page for people: Swagger UI out of its jar, over {@code /v1/openapi.yaml}. The browser may load nothing from
 * anywhere else; see docs/decisions/0101.
 */
public final class DocsPage {
    private static final String REASON = "describes the API to those who have no key yet";
    private static final String LIBRARY = "META-INF/resources/webjars/swagger-ui/";

    /** Swagger UI draws its signs from data URLs. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer");

    private DocsPage() {}

    /** {@code GET /docs} and what it loads. */
    public static List<OpenRoute> routes() {
        String library = LIBRARY + version() + "/";
        StaticFile page = new StaticFile("text/html; charset=utf-8", read("docs/index.html"), HEADERS);
        Map<String, StaticFile> parts = Map.of(
                "/docs/docs.js", script(read("docs/docs.js")),
                "/docs/docs.css", new StaticFile("text/css; charset=utf-8", read("docs/docs.css"), Map.of()),
                "/docs/swagger-ui-bundle.js", script(read(library + "swagger-ui-bundle.js")),
                "/docs/swagger-ui.css",
                        new StaticFile("text/css; charset=utf-8", read(library + "swagger-ui.css"), Map.of()),
                "/docs/favicon.png", new StaticFile("image/png", read(library + "favicon-32x32.png"), Map.of()));
        List<OpenRoute> routes = new ArrayList<>();
        routes.add(new OpenRoute(HttpMethod.GET, "/docs", REASON, page::answer));
        routes.add(new OpenRoute(HttpMethod.GET, "/docs/", REASON, page::answer));
        parts.forEach((path, file) -> routes.add(new OpenRoute(HttpMethod.GET, path, REASON, file::answer)));
        return routes;
    }

    private static StaticFile script(byte[] bytes) {
        return new StaticFile("text/javascript; charset=utf-8", bytes, Map.of());
    }

    private static String version() {
        Properties about = new Properties();
        try (InputStream in = opened("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            about.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return about.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream in = opened(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream opened(String resource) {
        InputStream in = DocsPage.class.getResourceAsStream("/" + resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is not in the program: the build is broken");
        }
        return in;
    }
}
