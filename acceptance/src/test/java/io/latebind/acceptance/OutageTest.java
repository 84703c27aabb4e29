package io.latebind.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.LateDevice;
import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.DevicePort;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL dies and cannot be started again for a while. */
class OutageTest {
    @TempDir
    private Path directory;

    @Test
    void usersHear503AndDevices500UntilPostgresIsBackByItself() throws Exception {
        LateDevice device = LateDevice.create();
        try (LatebindProcess service = LatebindProcess.start(directory, "--public-host", "localhost")) {
            Rest rest = service.rest();
            DevicePort port = new DevicePort(service.deviceUrl(), service.rootCertificate());
            rest.post("/v1/claimed-devices", "{\"claimToken\":\"" + device.attestationToken() + "\"}");
            assertThat(visit(port, device)).isEqualTo(204);

            Path programs = directory.resolve("postgres").resolve("bin");
            Path aside = directory.resolve("postgres").resolve("bin.aside");
            Files.move(programs, aside);
            service.killPostgres();

            Await.until(RunningProgram.LIMIT, "the outage is noticed", () -> rest.status("/health") == 503);
            Rest.Answer refused = rest.get("/v1/account");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.json().path("code").asInt()).isEqualTo(50302);
            assertThat(visit(port, device)).isEqualTo(500);

            Files.move(aside, programs);
            Await.until(RunningProgram.LIMIT, "it heals", () -> rest.status("/health") == 200);
            Await.until(RunningProgram.LIMIT, "users are served", () -> rest.status("/v1/account") == 200);
            Await.until(RunningProgram.LIMIT, "devices are served", () -> visit(port, device) == 204);
            assertThat(rest.get("/v1/claimed-devices").json().path("total").asInt())
                    .isEqualTo(1);
            assertThat(service.stop()).as(service.program().told()).isZero();
        }
    }

    private static int visit(DevicePort port, LateDevice device) {
        return port.fetch(device.jwt(Instant.now()))
                .map(java.net.http.HttpResponse::statusCode)
                .orElse(0);
    }
}
