package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody makes the service hold more than a mebibyte who may not call the route that takes more. */
class LargeBodyTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LIMIT = 20 * MEBIBYTE;

    private final RunningListener running = new RunningListener(
            new ListenerConfig(
                    Voice.api(),
                    "--api-listen",
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    new HttpLimits(
                            MEBIBYTE,
                            25L * MEBIBYTE,
                            100,
                            2,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30))),
            List.of(new ApiRoute(
                            HttpMethod.POST,
                            "/v1/many",
                            Permission.CHANGE_COMMANDS,
                            (call, _) -> Outcome.done(
                                    HttpAnswer.of(200, "application/json", Integer.toString(call.body().length))))
                    .withBodyUpTo(LIMIT)),
            List.of());

    @AfterEach
    void stop() {
        running.close();
    }

    private String announced(String key, long bytes, String more) {
        return "POST /v1/many HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\nContent-Length: " + bytes
                + "\r\n" + more + "\r\n";
    }

    private HttpResponse<String> post(String key, int bytes) throws Exception {
        return running.send(running.request("/v1/many")
                .setHeader("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofByteArray(new byte[bytes])));
    }

    @Test
    void takesALargeBodyFromThoseWhoMay() throws Exception {
        assertThat(post("owner", LIMIT).body()).isEqualTo(Integer.toString(LIMIT));
        assertThat(post("owner", LIMIT + 1).statusCode()).isEqualTo(413);
        HttpResponse<String> unannounced = running.send(running.request("/v1/many")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[LIMIT]))));
        assertThat(unannounced.body()).isEqualTo(Integer.toString(LIMIT));
    }

    @Test
    void refusesOthersWithoutReadingWhatTheyAnnounce() throws Exception {
        assertThat(running.raw(announced("nobody", LIMIT, ""))).startsWith("HTTP/1.1 401 ");
        assertThat(running.raw(announced("viewer", LIMIT, ""))).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void letsOthersSendShorterOnesToTheEndAndKeepsNothing() throws Exception {
        HttpResponse<String> answer = post("nobody", 5 * MEBIBYTE);
        assertThat(answer.statusCode()).isEqualTo(401);
        HttpResponse<String> unannounced = running.send(running.request("/v1/many")
                .setHeader("Authorization", "Bearer viewer")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[5 * MEBIBYTE]))));
        assertThat(unannounced.statusCode()).isEqualTo(403);
        assertThat(post("owner", LIMIT).statusCode())
                .as("all of the memory is free again")
                .isEqualTo(200);
    }

    @Test
    void saysSoBeforeTheBodyIsSentWhereTheCallerWaits() throws Exception {
        assertThat(running.raw(announced("nobody", LIMIT, "Expect: 100-continue\r\n")))
                .startsWith("HTTP/1.1 401 ");
        try (Socket socket = running.socket()) {
            RunningListener.write(
                    socket, announced("owner", 2 * MEBIBYTE, "Expect: 100-continue\r\nConnection: close\r\n"));
            byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue".length());
            assertThat(new String(goOn, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue");
            socket.getOutputStream().write(new byte[2 * MEBIBYTE]);
            assertThat(RunningListener.readToEnd(socket))
                    .contains("HTTP/1.1 200 OK")
                    .endsWith("" + 2 * MEBIBYTE);
        }
    }

    @Test
    void boundsWhatAllLargeBodiesHoldTogether() throws Exception {
        try (Socket holding = running.socket()) {
            RunningListener.write(holding, announced("owner", LIMIT, "Connection: close\r\n"));
            byte[] most = new byte[19 * MEBIBYTE];
            holding.getOutputStream().write(most);
            HttpResponse<String> shed = post("owner", 10 * MEBIBYTE);
            for (int i = 0; i < 100 && shed.statusCode() == 200; i++) {
                shed = post("owner", 10 * MEBIBYTE);
            }
            assertThat(shed.statusCode()).isEqualTo(503);
            holding.getOutputStream().write(new byte[LIMIT - most.length]);
            assertThat(RunningListener.readToEnd(holding)).startsWith("HTTP/1.1 200 ");
        }
    }
}
