package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.rest.ApiExchange;
import io.latebind.contract.rest.OpenApiContract;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RefusalKind;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiListenerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningListener running = RunningListener.api(
            List.of(
                    route(HttpMethod.GET, "/v1/things/{id}", Permission.READ_DEVICES, ApiListenerTest::show),
                    route(HttpMethod.DELETE, "/v1/things/{id}", Permission.UNCLAIM_DEVICES, ApiListenerTest::show),
                    route(
                            HttpMethod.GET,
                            "/v1/things/special",
                            Permission.READ_DEVICES,
                            _ -> Outcome.done(HttpAnswer.empty(204))),
                    route(
                            HttpMethod.POST,
                            "/v1/echo",
                            Permission.CHANGE_COMMANDS,
                            call -> Outcome.done(HttpAnswer.of(200, "text/plain", call.body()))),
                    route(HttpMethod.GET, "/v1/refused/{kind}", Permission.READ_DEVICES, ApiListenerTest::refuse),
                    route(HttpMethod.GET, "/v1/outage", Permission.READ_DEVICES, _ -> {
                        throw new DatabaseUnavailable("the pool is empty", new IllegalStateException());
                    }),
                    route(HttpMethod.GET, "/v1/bug", Permission.READ_DEVICES, _ -> {
                        throw new IllegalStateException("secret words of the bug");
                    }),
                    route(HttpMethod.GET, "/v1/error", Permission.READ_DEVICES, _ -> {
                        throw new StackOverflowError("secret words of the error");
                    })),
            List.of(new OpenRoute(
                    HttpMethod.GET, "/health", "says nothing", _ -> HttpAnswer.of(200, "text/plain", "well"))));

    @AfterEach
    void stop() {
        running.close();
    }

    private static ApiRoute route(
            HttpMethod method,
            String template,
            Permission permission,
            java.util.function.Function<HttpCall, Outcome<HttpAnswer>> handler) {
        return new ApiRoute(method, template, permission, (call, _) -> handler.apply(call));
    }

    private static Outcome<HttpAnswer> show(HttpCall call) {
        return Outcome.done(JsonAnswer.of(
                200, Map.of("id", call.pathParameter("id"), "q", call.query("q").orElse("none"))));
    }

    private static Outcome<HttpAnswer> refuse(HttpCall call) {
        return Outcome.refused(new Refusal(
                RefusalKind.valueOf(call.pathParameter("kind")),
                RefusalCode.BAD_FIELD.number(),
                "two fields",
                List.of(new FieldProblem("/a", "is odd"), new FieldProblem("/b/0", "is even"))));
    }

    private static JsonNode problem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.propertyNames()).contains("type", "title", "status", "detail", "message", "code");
        assertThat(problem.get("status").intValue()).isEqualTo(answer.statusCode());
        assertThat(problem.get("code").intValue() / 100).isEqualTo(answer.statusCode());
        return problem;
    }

    @Test
    void answersRouteWithDecodedPathAndQuery() throws Exception {
        HttpResponse<String> answer = running.get("/v1/things/a%2Fb%20%C3%A9?q=x%26y+z");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("{\"id\":\"a/b é\",\"q\":\"x&y z\"}"));
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void servesItsDescriptionAsTheContractSays() throws Exception {
        try (RunningListener described = RunningListener.api(List.of(), List.of(OpenApiRoute.make()))) {
            HttpResponse<String> answer = described.get("/v1/openapi.yaml");
            assertThat(answer.body()).startsWith("openapi: 3.1");
            OpenApiContract.load()
                    .check(new ApiExchange(
                            "GET",
                            "/v1/openapi.yaml",
                            Optional.empty(),
                            answer.statusCode(),
                            answer.headers().firstValue("Content-Type"),
                            answer.body()));
        }
    }

    @Test
    void documentsEveryCodeThatThereIs() {
        String document = new String(
                OpenApiRoute.make()
                        .handler()
                        .handle(new HttpCall(
                                HttpMethod.GET, "/", Map.of(), Map.of(), Map.of(), new byte[0], "127.0.0.1", "id"))
                        .body(),
                StandardCharsets.UTF_8);
        for (RefusalCode code : RefusalCode.values()) {
            assertThat(document).contains("- " + code.number() + " #");
        }
        for (ProtocolFault fault : ProtocolFault.values()) {
            assertThat(document).contains("- " + fault.code() + " #");
        }
    }

    @Test
    void prefersLiteralSegmentOverName() throws Exception {
        assertThat(running.get("/v1/things/special").statusCode()).isEqualTo(204);
    }

    @Test
    void answersOpenRouteWithoutKey() throws Exception {
        assertThat(running.raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nwell");
    }

    @Test
    void answersHeadLikeGetWithoutBody() throws Exception {
        assertThat(running.raw("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: 4\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void refusesUnknownPathWith404AndWrongMethodWith405() throws Exception {
        assertThat(problem(running.get("/v1/nothing")).get("code").intValue()).isEqualTo(40401);
        HttpResponse<String> wrong =
                running.send(running.request("/v1/things/7").PUT(BodyPublishers.noBody()));
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS");
        assertThat(problem(wrong).get("message").stringValue()).contains("PUT");
    }

    @Test
    void demandsApiKeyAndTakesSchemeInAnyCase() throws Exception {
        String without = running.raw("GET /v1/things/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(without).startsWith("HTTP/1.1 401 ").containsIgnoringCase("www-authenticate: Bearer");
        HttpResponse<String> unknown =
                running.send(running.request("/v1/things/7").setHeader("Authorization", "Bearer no"));
        assertThat(problem(unknown).get("code").intValue()).isEqualTo(40101);
        assertThat(unknown.body()).doesNotContain("Bearer no");
        HttpResponse<String> basic =
                running.send(running.request("/v1/things/7").setHeader("Authorization", "Basic owner"));
        assertThat(problem(basic).get("code").intValue()).isEqualTo(40100);
        assertThat(running.send(running.request("/v1/things/7").setHeader("Authorization", "bEARER owner"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesRoleThatIsTooWeakAndNamesTheOneNeeded() throws Exception {
        HttpResponse<String> answer = running.send(running.request("/v1/things/7")
                .setHeader("Authorization", "Bearer viewer")
                .DELETE());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(problem(answer).get("detail").stringValue())
                .contains("editor")
                .contains("viewer");
    }

    @ParameterizedTest
    @EnumSource(RefusalKind.class)
    void rendersEveryKindOfRefusalAsProblem(RefusalKind kind) throws Exception {
        HttpResponse<String> answer = running.get("/v1/refused/" + kind);
        assertThat(answer.statusCode()).isEqualTo(ApiVoice.statusOf(kind));
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("errors"))
                .isEqualTo(JSON.readTree(
                        "[{\"pointer\":\"/a\",\"detail\":\"is odd\"},{\"pointer\":\"/b/0\",\"detail\":\"is even\"}]"));
        assertThat(answer.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(kind == RefusalKind.LIMITED || kind == RefusalKind.UNAVAILABLE);
    }

    @Test
    void answersOutageOfDatabaseWith503AndRetryAfter() throws Exception {
        HttpResponse<String> answer = running.get("/v1/outage");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(problem(answer).toString()).doesNotContain("pool");
    }

    @Test
    void answersBugWith500AndIncidentAlone() throws Exception {
        for (String path : List.of("/v1/bug", "/v1/error")) {
            HttpResponse<String> answer = running.send(running.request(path).header("X-Request-Id", "my-id.7"));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(problem(answer).get("incident").stringValue()).isEqualTo("my-id.7");
            assertThat(answer.body()).doesNotContain("secret words");
        }
        HttpResponse<String> inAuthenticator =
                running.send(running.request("/v1/things/1").setHeader("Authorization", "Bearer breaks"));
        assertThat(problem(inAuthenticator).toString()).doesNotContain("secret words");
    }

    @Test
    void takesSaneRequestIdsAlone() throws Exception {
        assertThat(running.send(running.request("/health").header("X-Request-Id", "abc-1"))
                        .headers()
                        .firstValue("X-Request-Id"))
                .hasValue("abc-1");
        assertThat(running.send(running.request("/health").header("X-Request-Id", "{jndi}"))
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElseThrow())
                .doesNotContain("jndi");
    }

    @Test
    void takesBodyOfOneMebibyteAndRefusesOneByteMore() throws Exception {
        byte[] limit = new byte[1024 * 1024];
        HttpResponse<String> fits = running.send(running.request("/v1/echo").POST(BodyPublishers.ofByteArray(limit)));
        assertThat(fits.statusCode()).isEqualTo(200);
        assertThat(fits.body()).hasSize(limit.length);
        HttpResponse<String> over =
                running.send(running.request("/v1/echo").POST(BodyPublishers.ofByteArray(new byte[limit.length + 1])));
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(problem(over).get("detail").stringValue()).contains("1048576");
    }
}
