package io.latebind.acceptance.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.OpenSsl;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An MQTT broker of somebody who knows nothing of Latebind but the certificates of one of its authorities. */
final class Mosquitto implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private final RunningProgram program;
    private final int port;

    private Mosquitto(RunningProgram program, int port) {
        this.program = program;
        this.port = port;
    }

    /** As docs/onboarding.md says, on loopback and a port of its own. */
    static Mosquitto start(Path folder, Path deviceAuthorities, OpenSsl.Identity own) throws IOException {
        int port = FixedPort.find();
        Path rights = Files.writeString(folder.resolve("acl"), "pattern readwrite devices/%u/#\n");
        Path configuration = Files.writeString(folder.resolve("mosquitto.conf"), """
                user %s
                listener %d 127.0.0.1
                allow_anonymous false
                cafile %s
                certfile %s
                keyfile %s
                require_certificate true
                use_identity_as_username true
                acl_file %s
                """.formatted(
                System.getProperty("user.name"), port, deviceAuthorities, own.certificate(), own.key(), rights));
        // where Debian puts it, which is not on everybody's path
        Path installed = Path.of("/usr/sbin/mosquitto");
        String broker = Files.isExecutable(installed) ? installed.toString() : "mosquitto";
        RunningProgram program = RunningProgram.start(List.of(broker, "-c", configuration.toString()), Map.of());
        Await.until(STARTS_WITHIN, "the broker listens", () -> {
            assertThat(program.isAlive()).as(program.told()).isTrue();
            return program.told().contains(" running");
        });
        return new Mosquitto(program, port);
    }

    int port() {
        return port;
    }

    /** Everything that the broker wrote. */
    String told() {
        return program.told();
    }

    @Override
    public void close() {
        program.close();
    }
}
