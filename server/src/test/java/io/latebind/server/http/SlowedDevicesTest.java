package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Devices that fail to prove themselves hear the same as ever, later; their neighbours hear it at once. */
class SlowedDevicesTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void holdsBackAnswersBeyondTheBudgetAndEachLongerThanTheOneBefore() {
        HeldAnswers held = new HeldAnswers(60, clock);
        for (int i = 0; i < 60; i++) {
            assertThat(held.hold("192.0.2.1")).isZero();
        }
        assertThat(held.hold("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(held.hold("192.0.2.1")).isEqualTo(Duration.ofSeconds(2));
        assertThat(held.hold("192.0.2.2")).as("another address").isZero();
        held.released("192.0.2.1");
        held.released("192.0.2.1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(held.hold("192.0.2.1")).isZero();
    }

    @Test
    void holdsSoManyOfOneAddressAndSoManyInAllAndNoneForLong() {
        HeldAnswers held = new HeldAnswers(1, clock);
        int holding = 0;
        for (int address = 0; address < 100; address++) {
            for (int i = 0; i < 100; i++) {
                Duration wait = held.hold("192.0.2." + address);
                assertThat(wait).isLessThanOrEqualTo(HeldAnswers.LONGEST);
                holding += wait.isZero() ? 0 : 1;
            }
            assertThat(holding).isLessThanOrEqualTo(HeldAnswers.MOST_OF_ONE * (address + 1));
        }
        assertThat(holding).isEqualTo(HeldAnswers.MOST);
    }

    @Test
    void answersAGoodProofAtOnceWhileFailuresOfTheSameAddressAreHeld() throws Exception {
        OpenRoute fetch = new OpenRoute(
                HttpMethod.GET,
                "/v1/provisioning/commands",
                "proves itself",
                call -> call.query("good").isPresent() ? HttpAnswer.empty(204) : HttpAnswer.failedProof(403));
        try (RunningListener running = new RunningListener(
                RunningListener.config(Voice.device(), new EdgePolicy(0, 30, List.of(), List.of())),
                List.of(),
                List.of(fetch),
                clock)) {
            for (int i = 0; i < 30; i++) {
                assertThat(running.get("/v1/provisioning/commands").statusCode())
                        .isEqualTo(403);
            }
            List<CompletableFuture<HttpResponse<String>>> failures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                failures.add(running.client()
                        .sendAsync(running.request("/v1/provisioning/commands").build(), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(running.get("/v1/provisioning/commands?good").statusCode())
                        .isEqualTo(204);
            }
            for (CompletableFuture<HttpResponse<String>> failure : failures) {
                HttpResponse<String> answer = failure.get(60, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).isEqualTo(403);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            }
        }
    }
}
