package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
    private static final byte[] LINE = "0123456789abcdef\n".repeat(64).getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch callerGone = new CountDownLatch(1);
    private final RunningListener running = RunningListener.api(
            List.of(
                    route("/v1/many", sink -> {
                        for (int i = 0; i < 1000; i++) {
                            sink.write(LINE);
                        }
                    }),
                    route("/v1/endless", this::untilTheCallerIsGone),
                    route("/v1/breaks", sink -> {
                        sink.write(LINE);
                        throw new IllegalStateException("a bug in the middle");
                    })),
            List.of());

    @AfterEach
    void stop() {
        running.close();
    }

    private static ApiRoute route(String path, AnswerStream stream) {
        return new ApiRoute(
                HttpMethod.GET,
                path,
                Permission.READ_DEVICES,
                (_, _) -> Outcome.done(HttpAnswer.streamed("application/x-ndjson", stream)));
    }

    private void untilTheCallerIsGone(AnswerStream.Sink sink) {
        try {
            while (true) {
                sink.write(LINE);
            }
        } catch (AnswerStream.CallerGone gone) {
            callerGone.countDown();
            throw gone;
        }
    }

    @Test
    void sendsTheWholeAnswerInChunksAndKeepsTheConnection() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = running.send(running.request("/v1/many"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
            assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
            assertThat(answer.body()).hasSize(1000 * LINE.length);
        }
    }

    @Test
    void endsAStreamWhoseCallerIsGone() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                running.client().send(running.request("/v1/endless").build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(LINE.length)).isEqualTo(LINE);
        answer.body().close();
        callerGone.await();
    }

    @Test
    void letsTheCallerSeeThatAStreamBrokeOff() {
        assertThatThrownBy(() -> running.send(running.request("/v1/breaks"))).isInstanceOf(IOException.class);
    }

    @Test
    void answersHeadWithoutMakingTheBody() throws IOException, InterruptedException {
        HttpResponse<String> answer = running.send(
                running.request("/v1/endless").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Its socket is full after some hundred kilobytes; nothing more is made for it, and its place is free again. */
    @Test
    void cutsOffACallerWhoDoesNotRead() throws IOException, InterruptedException {
        HttpLimits api = HttpLimits.forApi();
        HttpLimits impatient = new HttpLimits(
                api.bodyBytes(),
                api.bufferedBytes(),
                api.connections(),
                api.requests(),
                api.headTimeout(),
                api.bodyTimeout(),
                Duration.ofSeconds(1));
        try (RunningListener strict = new RunningListener(
                        RunningListener.config(Voice.api(), impatient),
                        List.of(route("/v1/endless", this::untilTheCallerIsGone)),
                        List.of());
                Socket caller = strict.socket()) {
            RunningListener.write(caller, "GET /v1/endless HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer owner\r\n\r\n");
            callerGone.await();
        }
    }

    @Test
    void endsForACallerWhoDoesNotReadWhenTheServiceDrains() throws IOException, InterruptedException {
        RunningListener draining =
                RunningListener.api(List.of(route("/v1/endless", this::untilTheCallerIsGone)), List.of());
        try (Socket caller = draining.socket()) {
            RunningListener.write(caller, "GET /v1/endless HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer owner\r\n\r\n");
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            draining.listener.drain(Duration.ofMinutes(10));
            callerGone.await();
        }
    }
}
