package io.latebind.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a user calls it, with the owner's key. */
final class RestClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI api;
    private final String apiKey;

    RestClient(HttpClient http, URI api, String apiKey) {
        this.http = http;
        this.api = api;
        this.apiKey = apiKey;
    }

    /** @throws IOException when the answer is not 200: its text says why */
    JsonNode get(String path) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(call("GET", path, BodyPublishers.noBody(), 200));
    }

    /** @throws IOException when the answer is not 201: its text says why */
    void create(String path, String json) throws IOException, InterruptedException {
        call("POST", path, BodyPublishers.ofString(json), 201);
    }

    /** @throws IOException when the answer is not 200: its text says why */
    void change(String path, String json) throws IOException, InterruptedException {
        call("PATCH", path, BodyPublishers.ofString(json), 200);
    }

    private String call(String method, String path, HttpRequest.BodyPublisher body, int expected)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
