package io.latebind.server.whole;

import io.latebind.contract.rest.ApiExchange;
import io.latebind.contract.rest.OpenApiContract;
import io.latebind.server.TestDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls the REST API with one key, and checks every call against openapi.yaml. */
final class ApiClient {
    static final String DEVICES = "/v1/claimed-devices";
    private static final OpenApiContract CONTRACT = OpenApiContract.load();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final Optional<String> apiKey;

    ApiClient(HttpClient http, URI base, Optional<String> apiKey) {
        this.http = http;
        this.base = base;
        this.apiKey = apiKey;
    }

    static String device(TestDevice device) {
        return DEVICES + "/" + device.uuid();
    }

    static String queue(TestDevice device) {
        return device(device) + "/provisioning";
    }

    Answer get(String path) {
        return send("GET", path, Optional.empty(), "");
    }

    /** @param accept the content type that is wanted */
    Answer getAs(String path, String accept) {
        return send("GET", path, Optional.empty(), "", Map.of("Accept", accept));
    }

    /** A stream of events. */
    EventListener listen(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        headers.forEach(request::header);
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            return new EventListener(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException fault) {
            throw new UncheckedIOException(path, fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    Answer delete(String path) {
        return send("DELETE", path, Optional.empty(), "");
    }

    Answer post(String path) {
        return send("POST", path, Optional.empty(), "");
    }

    Answer post(String path, String body) {
        return send("POST", path, Optional.of(body.getBytes(StandardCharsets.UTF_8)), "application/json");
    }

    /** A body that may be no text at all. */
    Answer post(String path, byte[] body, String contentType) {
        return send("POST", path, Optional.of(body), contentType);
    }

    Answer call(String method, String path, Optional<String> body) {
        String type = body.filter(text -> !text.startsWith("{")).isPresent() ? "text/csv" : "application/json";
        return send(method, path, body.map(text -> text.getBytes(StandardCharsets.UTF_8)), type);
    }

    Answer patch(String path, String body) {
        return send("PATCH", path, Optional.of(body.getBytes(StandardCharsets.UTF_8)), "application/json");
    }

    /** With header fields of its own, content type included. */
    Answer send(String method, String path, String body, Map<String, String> headers) {
        return send(method, path, Optional.of(body.getBytes(StandardCharsets.UTF_8)), "", headers);
    }

    /** With headers besides those of every call. */
    Answer call(String method, String path, Optional<String> body, Map<String, String> headers) {
        return send(method, path, body.map(text -> text.getBytes(StandardCharsets.UTF_8)), "application/json", headers);
    }

    /** Names the request with an Idempotency-Key. */
    Answer postOnce(String path, Optional<String> body, String key) {
        return call("POST", path, body, Map.of("Idempotency-Key", key));
    }

    Answer claim(TestDevice device, String... tags) {
        String list = tags.length == 0 ? "" : ",\"tags\":[\"" + String.join("\",\"", tags) + "\"]";
        return post(DEVICES, "{\"claimToken\":\"" + device.attestationToken() + "\"" + list + "}");
    }

    /** A device that this key's team has claimed. */
    TestDevice claimed(String... tags) {
        TestDevice device = TestDevice.create();
        claim(device, tags).is(201);
        return device;
    }

    /** Appends a command; {@code request} is the value of the field of that name. */
    Answer add(TestDevice device, String request) {
        return post(queue(device), "{\"request\":" + request + "}");
    }

    /** The id of a command that was appended. */
    String added(TestDevice device, String request) {
        return add(device, request).is(201).id();
    }

    Answer command(TestDevice device, String command) {
        return get(queue(device) + "/" + command);
    }

    /** The status of the device, or of one of its commands. */
    String status(TestDevice device, String... command) {
        return get(command.length == 0 ? device(device) : queue(device) + "/" + command[0])
                .is(200)
                .text("/status");
    }

    /** Of a stream of events, which does not end, only the head is wanted here: {@link EventListener} reads it. */
    private static String body(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            boolean endless = answer.headers()
                    .firstValue("Content-Type")
                    .filter("text/event-stream"::equals)
                    .isPresent();
            return endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Answer send(String method, String path, Optional<byte[]> body, String contentType) {
        return send(method, path, body, contentType, Map.of());
    }

    private Answer send(
            String method, String path, Optional<byte[]> body, String contentType, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        headers.forEach(request::header);
        apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String text = body(response);
            CONTRACT.check(new ApiExchange(
                    method,
                    path,
                    body.map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    text));
            return new Answer(response.statusCode(), response.headers(), text);
        } catch (IOException fault) {
            throw new UncheckedIOException(method + " " + path, fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
