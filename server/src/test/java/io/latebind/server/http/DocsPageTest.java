package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of the API's description comes whole out of the program. */
class DocsPageTest {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "png", "image/png",
            "yaml", "application/yaml");

    private final List<OpenRoute> routes = java.util.stream.Stream.concat(
                    DocsPage.routes().stream(), java.util.stream.Stream.of(OpenApiRoute.make()))
            .toList();
    private final RunningListener running = RunningListener.api(List.of(), routes);

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void servesEverythingThatThePageNames() throws Exception {
        HttpResponse<String> page = running.get("/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        Matcher named = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        int count = 0;
        while (named.find()) {
            count++;
            String path = named.group(1);
            assertThat(path).as("of this service").startsWith("/").doesNotStartWith("//");
            HttpResponse<String> part = running.get(path);
            assertThat(part.statusCode()).as(path).isEqualTo(200);
            assertThat(part.headers().firstValue("Content-Type"))
                    .hasValue(TYPES.get(path.substring(path.lastIndexOf('.') + 1)));
        }
        assertThat(count).isGreaterThan(5);
        assertThat(running.get("/docs/docs.js").body()).contains("url: '/v1/openapi.yaml'", "validatorUrl: null");
    }

    @Test
    void letsTheBrowserLoadNothingFromElsewhereAndRunNothingInline() throws Exception {
        HttpResponse<String> page = running.get("/docs");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.body()).doesNotContain("<style", "style=", "onclick");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page.body()).find())
                .isFalse();
    }

    @Test
    void sendsAFileOnceToThoseWhoKeepIt() throws Exception {
        HttpResponse<String> first = running.get("/docs/swagger-ui-bundle.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = running.send(
                running.request("/docs/swagger-ui-bundle.js").header("If-None-Match", "\"other\", " + tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(running.send(running.request("/docs/swagger-ui-bundle.js").header("If-None-Match", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void sendsLargeFilesCompressed() throws Exception {
        HttpResponse<String> small =
                running.send(running.request("/docs/swagger-ui-bundle.js").header("Accept-Encoding", "gzip"));
        assertThat(small.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(small.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isBetween(100_000L, 600_000L);
        assertThat(small.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    }
}
