package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.config.EdgeSettings;
import io.latebind.server.kernel.AddressBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A service that limits its callers and stands behind a proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitedCallersTest {
    private static final int LIMIT = 30;
    private static final int FAILURES = 60;

    private final RunningService service = new RunningService(new EdgeSettings(
            LIMIT,
            FAILURES,
            new EdgeSettings.CorsOrigins(List.of("https://console.example.com")),
            new EdgeSettings.AddressBlocks(
                    List.of(AddressBlock.parse("127.0.0.1").orElseThrow()))));

    @AfterAll
    void stop() {
        service.close();
    }

    private static Map<String, String> from(String address) {
        return Map.of("X-Forwarded-For", address);
    }

    @Test
    void limitsOneKeyAndLeavesTheOthersAlone() {
        Answer answer = service.viewer.get("/v1/account");
        for (int i = 0; i < 2 * LIMIT && answer.status() == 200; i++) {
            answer = service.viewer.get("/v1/account");
        }
        assertThat(answer.isProblem(42900).message()).contains("more than " + LIMIT + " requests within a minute");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 2L);
        service.editor.get("/v1/account").is(200);
    }

    @Test
    void looksUpNoMoreKeysFromAnAddressThatFailedTooOften() {
        Answer answer = service.stranger.call("GET", "/v1/account", Optional.empty(), from("203.0.113.5"));
        for (int i = 0; i < 4 * FAILURES && answer.status() == 401; i++) {
            answer = service.stranger.call("GET", "/v1/account", Optional.empty(), from("203.0.113.5"));
        }
        assertThat(answer.isProblem(42900).message()).contains("203.0.113.5");
        service.stranger
                .call("GET", "/v1/account", Optional.empty(), from("203.0.113.6"))
                .isProblem(40101);
    }

    @Test
    void recordsTheCallerBehindTheProxy() {
        ApiClient owner = service.newTeam();
        Answer made = owner.call(
                        "POST",
                        "/v1/members",
                        Optional.of("{\"name\":\"x\",\"role\":\"viewer\"}"),
                        from("192.0.2.66, 203.0.113.7"))
                .is(201);
        assertThat(owner.get("/v1/audit-events?subject=" + made.id()).is(200).text("/items/0/from/address"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void servesAGoodDeviceBesideOnesThatFail() {
        TestDevice good = service.owner.claimed();
        TestDevice claimed = service.owner.claimed();
        TestDevice impostor = TestDevice.withUuid(claimed.uuid());
        for (int i = 0; i < FAILURES + 1; i++) {
            assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode())
                    .isEqualTo(403);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(service.deviceClient(good).fetchAnswer("").statusCode()).isEqualTo(204);
        }
    }
}
