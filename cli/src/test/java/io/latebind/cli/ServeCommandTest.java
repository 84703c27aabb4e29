package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.config.ConfigKey;
import io.latebind.server.config.HostPort;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.kernel.StartRefused;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<ServerConfig> started = new ArrayList<>();
    private RuntimeException failure = new StartRefused("The port is taken. Free it.");

    @Test
    void saysOneSentenceWhenTheStartIsRefused() {
        assertThat(run(Map.of(), "serve")).isEqualTo(1);
        assertThat(err).hasToString("latebind: The port is taken. Free it.\n");
        assertThat(out).hasToString("");
    }

    @Test
    void handsFlagsAndEnvironmentToTheService() {
        run(
                Map.of("LATEBIND_MAX_DELIVERIES", "7"),
                "serve",
                "--api-listen",
                "[::1]:9000",
                "--demo",
                "--drain-seconds=3");
        assertThat(started).singleElement().satisfies(config -> {
            assertThat(config.maxDeliveries()).isEqualTo(7);
            assertThat(config.apiListen()).isEqualTo(new HostPort("::1", 9000));
            assertThat(config.demo()).isTrue();
            assertThat(config.drainSeconds()).isEqualTo(3);
        });
    }

    @Test
    void takesASwitchWithAndWithoutAValue() {
        run(Map.of("LATEBIND_DEMO", "true"), "serve", "--demo=false");
        run(Map.of(), "serve", "--demo");
        assertThat(started).extracting(ServerConfig::demo).containsExactly(false, true);
    }

    @Test
    void refusesAllWrongSettingsAtOnceWithoutStarting() {
        int exit = run(
                Map.of("LATEBIND_LOG_LEVL", "info"),
                "serve",
                "--max-deliveries=0",
                "--databse-url",
                "jdbc:postgresql://h/d?password=hunter2",
                "stray");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "latebind: 4 settings are wrong:",
                        "  LATEBIND_LOG_LEVL (environment): is not a setting of Latebind; did you mean LATEBIND_LOG_LEVEL?",
                        "  max-deliveries \"0\" (flag --max-deliveries): must be a whole number from 1 to 100",
                        "  databse-url (flag): is not a setting of Latebind; did you mean database-url?",
                        "  stray (flag): is not a setting of Latebind; `latebind serve --help` lists the settings");
        assertThat(started).isEmpty();
    }

    @Test
    void refusesAFlagGivenTwiceOrWithoutItsValue() {
        assertThat(run(Map.of(), "serve", "--log-level=info", "--log-level=warn"))
                .isEqualTo(2);
        assertThat(run(Map.of(), "serve", "--data-dir")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "latebind: option '--log-level' (error|warn|info|debug|trace) should be specified only once",
                        "`latebind serve --help` tells what can be said.",
                        "latebind: Missing required parameter for option '--data-dir' (DIR)",
                        "`latebind serve --help` tells what can be said.");
        assertThat(started).isEmpty();
    }

    @Test
    void explainsEverySettingWithItsDefault() {
        assertThat(run(Map.of(), "serve", "--help")).isZero();
        String help = out.toString().replaceAll("\\s+", " ");
        for (ConfigKey key : ConfigKey.values()) {
            assertThat(help).contains("--" + key.key()).contains(key.description());
            key.defaultText().ifPresent(text -> assertThat(help).contains("Default: " + text + " "));
        }
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(run(Map.of(), "serv")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean: latebind serve");
        assertThat(run(Map.of(), "--versio")).isEqualTo(2);
        assertThat(err.toString()).contains("--version");
    }

    @Test
    void asksForACommandWhenNoneIsGiven() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err.toString()).contains("latebind: Missing required subcommand", "`latebind --help`");
    }

    @Test
    void printsItsVersion() {
        assertThat(run(Map.of(), "version")).isZero();
        assertThat(out.toString().lines().findFirst().orElseThrow()).matches("latebind [0-9]+\\.[0-9]+\\.[0-9]+\\S*");
        String first = out.toString();
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out).hasToString(first + first);
    }

    @Test
    void admitsABugWithoutAStackTraceOnTheScreen() {
        failure = new IllegalStateException("planted");
        assertThat(run(Map.of(), "serve")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("latebind: ended by an unexpected failure");
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine program = Latebind.commandLine(
                config -> {
                    started.add(config);
                    throw failure;
                },
                environment);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        program.setUsageHelpWidth(100);
        return program.execute(arguments);
    }
}
