package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import io.latebind.server.kernel.AddressBlock;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each API key has its own budget of requests, each address its own of bad keys. */
class CallerLimitsTest {
    private static final String OFFICE = "192.0.2.7";

    private final FakeClock clock = new FakeClock();
    private final RunningListener running = new RunningListener(
            RunningListener.config(
                    Voice.api(),
                    new EdgePolicy(
                            6,
                            3,
                            List.of(),
                            List.of(AddressBlock.parse("127.0.0.0/8").orElseThrow()))),
            List.of(new ApiRoute(
                    HttpMethod.GET,
                    "/v1/things",
                    Permission.READ_DEVICES,
                    (_, caller) -> Outcome.done(
                            HttpAnswer.of(200, "text/plain", caller.origin().address())))),
            List.of(),
            clock);

    @AfterEach
    void stop() {
        running.close();
    }

    private HttpResponse<String> get(String key, String address) throws Exception {
        return running.send(running.request("/v1/things")
                .setHeader("Authorization", "Bearer " + key)
                .header("X-Forwarded-For", address));
    }

    private static long retryAfter(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("\"code\":42900");
        return Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void answers429BeyondTheLimitOfAKeyAndSaysExactlyWhenToComeAgain() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> limited = get("owner", OFFICE);
        assertThat(retryAfter(limited)).isEqualTo(10);
        assertThat(limited.body()).contains("more than 6 requests within a minute", "after 10 seconds");
        assertThat(get("viewer", OFFICE).statusCode())
                .as("another key from the same address")
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(9));
        assertThat(retryAfter(get("owner", OFFICE))).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
        assertThat(retryAfter(get("owner", "198.51.100.1")))
                .as("the key counts, not the address")
                .isEqualTo(10);
    }

    @Test
    void looksUpNoMoreKeysFromAnAddressThatFailedTooOften() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get("guess" + i, OFFICE).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = get("guess", OFFICE);
        assertThat(retryAfter(refused)).isEqualTo(20);
        assertThat(refused.body()).contains(OFFICE, "not looked up").doesNotContain("guess");
        assertThat(get("owner", OFFICE).statusCode())
                .as("a key that was not seen lately")
                .isEqualTo(429);
        assertThat(get("guess", "192.0.2.8").statusCode()).as("another address").isEqualTo(401);
        clock.advance(Duration.ofSeconds(20));
        assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
    }

    @Test
    void letsKeysThatWereGoodGoOnBesideAFailingNeighbour() throws Exception {
        assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
        for (int i = 0; i < 4; i++) {
            get("guess" + i, OFFICE);
        }
        assertThat(get("guess", OFFICE).statusCode()).isEqualTo(429);
        assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAWholeSixtyFourForOneAddress() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get("guess", "2001:db8:1:2::" + i).statusCode()).isEqualTo(401);
        }
        assertThat(get("guess", "2001:db8:1:2:ffff::1").statusCode()).isEqualTo(429);
        assertThat(get("guess", "2001:db8:1:3::1").statusCode()).isEqualTo(401);
    }

    @Test
    void countsNoFailureForACallWithoutAKey() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(running.raw("GET /v1/things HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + OFFICE
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
        }
        assertThat(get("owner", OFFICE).statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsWhoCameLongAgoRatherThanGrow() {
        Budgets<Integer> budgets = new Budgets<>(1, clock);
        for (int i = 0; i < 30_000; i++) {
            assertThat(budgets.spend(i)).isZero();
        }
        assertThat(budgets.spend(29_999)).isEqualTo(Duration.ofMinutes(1));
        assertThat(budgets.spend(0)).as("forgotten").isZero();
    }
}
