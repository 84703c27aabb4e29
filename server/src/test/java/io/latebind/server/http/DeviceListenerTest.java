package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceListenerTest {
    private static final String REPORT = "/v1/provisioning/response";

    private final RunningListener running = RunningListener.device(
            new OpenRoute(HttpMethod.POST, REPORT, "proves itself", call -> switch (call.body().length) {
                case 1 -> throw new IllegalStateException("bug");
                case 2 -> JsonAnswer.of(409, "no device knows this status");
                case 3 -> HttpAnswer.of(403, "text/plain", "not for devices");
                default -> HttpAnswer.of(200, "application/cbor", new byte[] {(byte) 0x81});
            }),
            new OpenRoute(HttpMethod.GET, "/v1/provisioning/commands", "proves itself", _ -> HttpAnswer.empty(204)));

    @AfterEach
    void stop() {
        running.close();
    }

    private HttpResponse<String> report(int bytes) throws Exception {
        return running.send(running.request(REPORT).POST(BodyPublishers.ofByteArray(new byte[bytes])));
    }

    @Test
    void answersAndEndsTheConnection() throws Exception {
        assertThat(running.raw("GET /v1/provisioning/commands HTTP/1.1\r\nHost: x\r\nContent-Type: */*\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("connection: close\r\n")
                .containsIgnoringCase("cache-control: no-store\r\n")
                .doesNotContainIgnoringCase("content-length")
                .endsWith("\r\n\r\n");
    }

    @Test
    void answersBugAndUnknownStatusWithEmpty500() throws Exception {
        for (int bytes : new int[] {1, 2}) {
            HttpResponse<String> answer = report(bytes);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void keepsBodiesFromRefusals() throws Exception {
        HttpResponse<String> answer = report(3);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void takesSixtyFourKibibytesAndAnswers400ToOneByteMore() throws Exception {
        assertThat(report(64 * 1024).statusCode()).isEqualTo(200);
        HttpResponse<String> over = report(64 * 1024 + 1);
        assertThat(over.statusCode()).isEqualTo(400);
        assertThat(over.body()).isEmpty();
    }

    @Test
    void refusesOversizeOfUnannouncedLengthToo() throws Exception {
        HttpResponse<String> over = running.send(running.request(REPORT)
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[100_000]))));
        assertThat(over.statusCode()).isEqualTo(400);
    }

    @Test
    void answers400ToWrongMethodAndMalformedQueryAnd404ToUnknownPath() throws Exception {
        assertThat(running.get(REPORT).statusCode()).isEqualTo(400);
        assertThat(running.raw("GET /v1/provisioning/commands?after=%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        HttpResponse<String> unknown = running.get("/v1/claimed-devices");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEmpty();
    }

    @Test
    void answers400ToWhatIsNoHttpRequest() throws Exception {
        String huge = "x".repeat(HttpLimits.HEADER_BYTES);
        assertThat(running.raw("GET /v1/provisioning/commands HTTP/1.1\r\nA: " + huge + "\r\n\r\n"))
                .startsWith("HTTP/1.")
                .contains(" 400 Bad Request");
        assertThat(running.raw("GET /" + huge + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.")
                .contains(" 400 Bad Request");
        assertThat(running.raw("garbage\r\n\r\n")).startsWith("HTTP/1.").contains(" 400 Bad Request");
    }

    @Test
    void answersToBodyInSmallPieces() throws Exception {
        try (Socket socket = running.socket()) {
            RunningListener.write(socket, "POST " + REPORT + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
            for (int i = 0; i < 4; i++) {
                RunningListener.write(socket, "x");
            }
            assertThat(RunningListener.readToEnd(socket)).startsWith("HTTP/1.1 200 ");
        }
    }
}
