package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accept, Accept-Encoding, Content-Encoding, OPTIONS, HEAD and the questions of browsers. */
class NegotiationTest {
    private static final String LONG = "{\"text\":\"" + "provisioning ".repeat(200) + "\"}";
    private static final String CONSOLE = "https://console.example.com";

    private final AtomicInteger made = new AtomicInteger();
    private final RunningListener running = listener(List.of(CONSOLE));

    private RunningListener listener(List<String> origins) {
        return new RunningListener(
                RunningListener.config(Voice.api(), new EdgePolicy(0, 0, origins, List.of())),
                List.of(
                        route(HttpMethod.GET, "/v1/long", HttpAnswer.of(200, "application/json", LONG)),
                        route(HttpMethod.GET, "/v1/short", HttpAnswer.of(200, "application/json", "{}")),
                        route(HttpMethod.GET, "/v1/picture", HttpAnswer.of(200, "image/png", LONG)),
                        route(
                                HttpMethod.GET,
                                "/v1/tagged",
                                new HttpAnswer(
                                        200,
                                        Map.of("Content-Type", "application/json", "ETag", "\"7\""),
                                        LONG.getBytes(StandardCharsets.UTF_8))),
                        route(
                                HttpMethod.GET,
                                "/v1/events",
                                HttpAnswer.streamed(
                                        "text/event-stream",
                                        sink -> sink.write(LONG.getBytes(StandardCharsets.UTF_8)))),
                        new ApiRoute(HttpMethod.POST, "/v1/long", Permission.CHANGE_COMMANDS, (_, _) -> {
                            made.incrementAndGet();
                            return Outcome.done(HttpAnswer.empty(204));
                        })),
                List.of(OpenApiRoute.make()));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static ApiRoute route(HttpMethod method, String path, HttpAnswer answer) {
        return new ApiRoute(method, path, Permission.READ_DEVICES, (_, _) -> Outcome.done(answer));
    }

    private HttpResponse<byte[]> get(String path, String acceptEncoding) throws Exception {
        return running.client()
                .send(
                        running.request(path)
                                .header("Accept-Encoding", acceptEncoding)
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    private static Optional<String> header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "deflate, gzip;q=0.5 | true",
                "*;q=0.1 | true",
                "GZIP | true",
                "gzip;q=0, * | false",
                "br | false",
                "identity | false",
                "gzip;q=0.000 | false"
            })
    void compressesForThoseWhoTakeIt(String acceptEncoding, boolean compressed) throws Exception {
        HttpResponse<byte[]> answer = get("/v1/long", acceptEncoding);
        assertThat(header(answer, "Content-Encoding").isPresent()).isEqualTo(compressed);
        assertThat(header(answer, "Vary")).hasValue("Accept-Encoding, Origin");
        byte[] body = answer.body();
        if (compressed) {
            assertThat(body.length).isLessThan(LONG.length() / 5);
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(LONG);
        assertThat(header(answer, "Content-Length")).hasValue(Integer.toString(answer.body().length));
    }

    @Test
    void leavesShortOnesStreamsPicturesAndStronglyTaggedOnesAsTheyAre() throws Exception {
        for (String path : List.of("/v1/short", "/v1/picture", "/v1/events", "/v1/tagged")) {
            assertThat(header(get(path, "gzip"), "Content-Encoding")).as(path).isEmpty();
        }
        assertThat(header(get("/v1/nothing", "gzip"), "Content-Encoding")).isEmpty();
    }

    @Test
    void answersHeadWithTheHeadersOfGet() throws Exception {
        HttpResponse<byte[]> get = get("/v1/long", "gzip");
        HttpResponse<byte[]> head = running.client()
                .send(
                        running.request("/v1/long")
                                .header("Accept-Encoding", "gzip")
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Length", "Content-Encoding", "Content-Type", "Vary")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name)).isPresent();
        }
        HttpResponse<String> events =
                running.send(running.request("/v1/events").method("HEAD", BodyPublishers.noBody()));
        assertThat(header(events, "Content-Type")).hasValue("text/event-stream");
        assertThat(header(events, "Content-Length")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/short | application/json | 200",
                "/v1/short | application/* | 200",
                "/v1/short | text/html, */*;q=0.1 | 200",
                "/v1/short | text/html | 406",
                "/v1/short | application/json;q=0, */* | 406",
                "/v1/short | nonsense | 200",
                "/v1/events | text/event-stream | 200",
                "/v1/events | application/json | 406",
                "/v1/openapi.yaml | application/yaml | 200",
                "/v1/openapi.yaml | application/json | 406",
                "/v1/nothing | text/html | 404"
            })
    void refusesThoseWhoTakeNothingThatItHas(String path, String accept, int status) throws Exception {
        HttpResponse<String> answer = running.send(running.request(path).header("Accept", accept));
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 406) {
            assertThat(answer.body()).contains("\"code\":40600", "Accept");
        }
    }

    @Test
    void changesNothingForThoseWhoTakeNoJson() throws Exception {
        HttpRequest.Builder request = running.request("/v1/long").POST(BodyPublishers.noBody());
        assertThat(running.send(request.setHeader("Accept", "text/html")).statusCode())
                .isEqualTo(406);
        assertThat(made).hasValue(0);
        assertThat(running.send(request.setHeader("Accept", "*/*")).statusCode())
                .isEqualTo(204);
        assertThat(made).hasValue(1);
    }

    @Test
    void choosesWhatTheCallerLikesBest() {
        Accept accept = Accept.of(Optional.of("text/*;q=0.4, application/x-ndjson, application/json;q=0.9, */*;q=0.1"));
        assertThat(accept.best(List.of("application/json", "application/x-ndjson")))
                .hasValue("application/x-ndjson");
        assertThat(accept.best(List.of("image/png", "text/csv"))).hasValue("text/csv");
        assertThat(Accept.of(Optional.empty()).best(List.of("a/b", "c/d"))).hasValue("a/b");
        assertThat(Accept.of(Optional.of("x/y")).best(List.of("a/b"))).isEmpty();
    }

    @Test
    void takesNoCompressedBodies() throws Exception {
        HttpResponse<String> answer = running.send(running.request("/v1/long")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(Gzip.bytes(LONG.getBytes(StandardCharsets.UTF_8)))));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("uncompressed");
        assertThat(made).hasValue(0);
    }

    private HttpResponse<String> options(RunningListener where, String path, String... headers) throws Exception {
        HttpRequest.Builder request = where.request(path).method("OPTIONS", BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return where.send(request);
    }

    @Test
    void saysWhatAPathAllows() throws Exception {
        HttpResponse<String> answer = options(running, "/v1/long");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Allow")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(header(answer, "Access-Control-Allow-Methods")).isEmpty();
        assertThat(options(running, "/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(running.raw("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST");
    }

    @Test
    void letsPagesOfConfiguredOriginsAskAndRead() throws Exception {
        HttpResponse<String> preflight = options(
                running,
                "/v1/long",
                "Origin",
                CONSOLE,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,idempotency-key");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).hasValue(CONSOLE);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(header(preflight, "Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization", "Idempotency-Key", "If-Match");
        assertThat(header(preflight, "Access-Control-Max-Age")).isPresent();
        for (String path : List.of("/v1/short", "/v1/nothing", "/v1/events")) {
            HttpResponse<String> answer = running.send(running.request(path).header("Origin", CONSOLE));
            assertThat(header(answer, "Access-Control-Allow-Origin")).as(path).hasValue(CONSOLE);
            assertThat(header(answer, "Access-Control-Expose-Headers").orElseThrow())
                    .contains("X-Request-Id", "Retry-After");
            assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    @Test
    void tellsPagesOfOtherOriginsNothing() throws Exception {
        for (String origin : List.of("https://evil.example", CONSOLE + ".evil.example", "null")) {
            HttpResponse<String> preflight =
                    options(running, "/v1/long", "Origin", origin, "Access-Control-Request-Method", "POST");
            assertThat(header(preflight, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(preflight, "Access-Control-Allow-Methods")).isEmpty();
            HttpResponse<String> answer =
                    running.send(running.request("/v1/short").header("Origin", origin));
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(answer, "Vary")).hasValue("Origin");
        }
    }

    @Test
    void knowsNoOriginsUnlessToldAndAllWithAStar() throws Exception {
        try (RunningListener closed = listener(List.of());
                RunningListener open = listener(List.of("*"))) {
            HttpResponse<String> nobody =
                    closed.send(closed.request("/v1/short").header("Origin", CONSOLE));
            assertThat(header(nobody, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(nobody, "Vary")).isEmpty();
            HttpResponse<String> anyone = open.send(open.request("/v1/short").header("Origin", "https://any.example"));
            assertThat(header(anyone, "Access-Control-Allow-Origin")).hasValue("*");
            HttpResponse<String> preflight =
                    options(open, "/v1/long", "Origin", "null", "Access-Control-Request-Method", "DELETE");
            assertThat(header(preflight, "Access-Control-Allow-Methods")).isPresent();
        }
    }

    @Test
    void putsTheRequestIdOnEveryKindOfAnswer() throws Exception {
        for (String path : List.of("/v1/short", "/v1/nothing", "/v1/events", "/v1/openapi.yaml")) {
            HttpResponse<String> answer = running.send(running.request(path).header("X-Request-Id", "mine-1"));
            assertThat(header(answer, "X-Request-Id")).as(path).hasValue("mine-1");
        }
        assertThat(header(options(running, "/v1/long", "X-Request-Id", "mine-2"), "X-Request-Id"))
                .hasValue("mine-2");
    }

    @Test
    void meansNothingToDevices() throws Exception {
        OpenRoute fetch = new OpenRoute(
                HttpMethod.GET,
                "/v1/provisioning/commands",
                "a test",
                _ -> HttpAnswer.of(200, "application/cbor", LONG));
        try (RunningListener device = new RunningListener(
                RunningListener.config(Voice.device(), new EdgePolicy(0, 0, List.of("*"), List.of())),
                List.of(),
                List.of(fetch))) {
            HttpResponse<String> answer = device.send(device.request("/v1/provisioning/commands")
                    .header("Accept", "text/html")
                    .header("Accept-Encoding", "gzip"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(LONG);
            assertThat(options(device, "/v1/provisioning/commands").statusCode())
                    .isEqualTo(400);
        }
    }
}
