package io.latebind.acceptance.process;

import io.latebind.contract.rest.ApiExchange;
import io.latebind.contract.rest.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a user calls it; every call is checked against openapi.yaml. */
public final class Rest {
    private static final OpenApiContract CONTRACT = OpenApiContract.load();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final URI api;
    private final String apiKey;

    public Rest(URI api, String apiKey) {
        this.api = api;
        this.apiKey = apiKey;
    }

    /** Nobody listened: the call did nothing, for certain. */
    @SuppressWarnings("serial")
    public static final class NotSent extends UncheckedIOException {
        private NotSent(ConnectException refused) {
            super(refused);
        }
    }

    /** One answer. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    /** @throws UncheckedIOException when there is no answer, or none that can be relied on */
    public Answer get(String path) {
        return call("GET", path, Optional.empty());
    }

    public Answer post(String path, String json) {
        return call("POST", path, Optional.of(json));
    }

    public Answer post(String path) {
        return call("POST", path, Optional.empty());
    }

    /** The status of a GET, 0 when there is no answer. */
    public int status(String path) {
        try {
            return get(path).status();
        } catch (UncheckedIOException noAnswer) {
            return 0;
        }
    }

    private Answer call(String method, String path, Optional<String> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + apiKey)
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        body.ifPresent(_ -> request.header("Content-Type", "application/json"));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            CONTRACT.check(new ApiExchange(
                    method,
                    path,
                    body,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    response.body()));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ConnectException refused) {
            throw new NotSent(refused);
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }
}
