package io.latebind.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

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

    /** @throws IOException when the answer is not 201: its text says why */
    void create(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("POST " + path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
