package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.rest.ApiExchange;
import io.latebind.contract.rest.OpenApiContract;
import io.latebind.server.TestDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Talks to the device port as a device does; every answer must be one that the table of specification 6.2 knows. */
final class DeviceClient {
    static final String FETCH = "/v1/provisioning/commands";
    static final String REPORT = "/v1/provisioning/response";
    private static final OpenApiContract CONTRACT = OpenApiContract.load();
    private static final Set<Integer> KNOWN = Set.of(200, 204, 400, 401, 403, 415, 500);

    private final HttpClient http;
    private final URI base;
    private final TestDevice device;

    DeviceClient(HttpClient http, URI base, TestDevice device) {
        this.http = http;
        this.base = base;
        this.device = device;
    }

    String jwt() {
        return device.jwt(Instant.now());
    }

    HttpResponse<byte[]> fetchAnswer(String query) {
        return fetchAnswer(query, jwt());
    }

    HttpResponse<byte[]> fetchAnswer(String query, String jwt) {
        return send(request(FETCH + query)
                .header("Authorization", "Bearer " + jwt)
                .header("Accept", "application/cbor")
                .header("Content-Type", "*/*")
                .GET());
    }

    HttpResponse<byte[]> reportAnswer(byte[] body) {
        return reportAnswer(body, jwt());
    }

    HttpResponse<byte[]> reportAnswer(byte[] body, String jwt) {
        return send(request(REPORT)
                .header("Authorization", "Bearer " + jwt)
                .header("Content-Type", "application/cbor")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    /** The commands that are delivered now; empty for 204. */
    List<DeviceCommand> fetch() {
        HttpResponse<byte[]> answer = fetchAnswer("?rxMaxSize=65535&txMaxSize=65535&limit=64&mver=mfw&cver=1");
        if (answer.statusCode() == 204) {
            return List.of();
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        return decoded(answer.body());
    }

    static List<DeviceCommand> decoded(byte[] batch) {
        return switch (DeviceMessages.decodeCommands(batch)) {
            case Decoding.Decoded<List<DeviceCommand>>(List<DeviceCommand> commands) -> commands;
            case Decoding.Malformed<List<DeviceCommand>>(String reason) -> throw new AssertionError(reason);
        };
    }

    void report(List<DeviceResponse> responses) {
        assertThat(reportAnswer(DeviceMessages.encodeResponses(responses)).statusCode())
                .isEqualTo(200);
    }

    /** Fetches and reports success until nothing comes. */
    void provision() {
        for (List<DeviceCommand> batch = fetch(); !batch.isEmpty(); batch = fetch()) {
            report(successes(batch));
        }
    }

    /** Fetches once, and the first command that is no preparation fails with this CME error. */
    void fail(long cmeError) {
        List<DeviceResponse> responses = new ArrayList<>();
        for (DeviceCommand command : fetch()) {
            if (!command.correlation().endsWith(".s")) {
                responses.add(new DeviceResponse.ErrorResponse(command.correlation(), cmeError, "+CME ERROR"));
                break;
            }
            responses.addAll(successes(List.of(command)));
        }
        report(responses);
    }

    static List<DeviceResponse> successes(List<DeviceCommand> batch) {
        return batch.stream()
                .<DeviceResponse>map(command -> switch (command) {
                    case DeviceCommand.AtCommand at ->
                        new DeviceResponse.AtResponse(
                                at.correlation(),
                                at.setCommand().contains("KEYGEN") ? "%KEYGEN: \"AAAA.BBBB\"\r\nOK\r\n" : "OK\r\n");
                    case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
                    case DeviceCommand.FinishedCommand finished ->
                        new DeviceResponse.FinishedResponse(finished.correlation());
                })
                .toList();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            HttpRequest whole = request.build();
            HttpResponse<byte[]> answer = http.send(whole, HttpResponse.BodyHandlers.ofByteArray());
            check(whole, answer);
            return answer;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void check(HttpRequest request, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isIn(KNOWN);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("Connection"))
                .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("close"));
        boolean commands = answer.statusCode() == 200 && request.method().equals("GET");
        if (!commands) {
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
        }
        CONTRACT.check(new ApiExchange(
                request.method(),
                request.uri().getRawPath(),
                request.bodyPublisher()
                        .filter(body -> body.contentLength() != 0)
                        .map(_ -> ""),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type"),
                commands ? "" : new String(answer.body(), StandardCharsets.UTF_8)));
    }
}
