package io.latebind.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.config.LogFormat;
import io.latebind.server.config.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogOutputTest {
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final Logger log = LoggerFactory.getLogger("io.latebind.server.http.HttpListener");

    @AfterEach
    void logToStderrAgain() {
        MDC.clear();
        LogOutput.configure(LogFormat.TEXT, LogLevel.WARN, System.err);
    }

    @Test
    void writesTextWithTimeInUtcAndTheFieldsOfTheRequest() {
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, stream);
        MDC.put("requestId", "0192");
        MDC.put("device", "50503041");
        log.info("fetched {} commands", 3);
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z INFO  HttpListener:"
                        + " fetched 3 commands device=50503041 requestId=0192");
    }

    @Test
    void leavesTheStreamOpenWhenItIsSetUpAgain() {
        boolean[] closed = {false};
        OutputStream watched = new FilterOutputStream(stream) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        LogOutput.configure(LogFormat.TEXT, LogLevel.WARN, watched);
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, watched);
        assertThat(closed[0]).isFalse();
        log.info("still heard");
        assertThat(lines()).singleElement().asString().endsWith("still heard");
    }

    @Test
    void hearsNothingOfWhatStrangersSendToTheCoapPortUnlessAskedFor() {
        Logger californium = LoggerFactory.getLogger("org.eclipse.californium.scandium.dtls.ServerHandshaker");
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, stream);
        californium.warn("Cannot process handshake message", new IllegalArgumentException("a stranger's"));
        assertThat(lines()).isEmpty();
        californium.error("a fault of its own");
        assertThat(lines()).hasSize(1);
        LogOutput.configure(LogFormat.TEXT, LogLevel.DEBUG, stream);
        californium.warn("Cannot process handshake message");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void writesWhatAnEventCarriesBesideItsMessage() {
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, stream);
        log.atInfo().addKeyValue("requestId", "0193").log("GET /health 200");
        assertThat(lines()).singleElement().asString().endsWith("GET /health 200 requestId=0193");
        LogOutput.configure(LogFormat.JSON, LogLevel.INFO, stream);
        log.atInfo().addKeyValue("requestId", "0194").log("GET /health 200");
        assertThat(lines().getLast()).contains("\"requestId\":\"0194\"");
    }

    @Test
    void writesJsonWithTheFieldsOfTheRequest() {
        LogOutput.configure(LogFormat.JSON, LogLevel.INFO, stream);
        MDC.put("requestId", "0192");
        MDC.put("device", "a\"b\\c\n\u0001\u2028");
        MDC.put("message", "not this one");
        log.warn("ä \ud83d\ude00 \ud83d {}", "x", new IllegalStateException("why\nnot", new RuntimeException("cause")));
        JsonNode event = JsonMapper.shared().readTree(lines().getFirst());
        assertThat(lines()).hasSize(1);
        assertThat(event.get("time").asString()).matches("[-0-9]{10}T[:.0-9]{12}Z");
        assertThat(event.get("level").asString()).isEqualTo("WARN");
        assertThat(event.get("logger").asString()).isEqualTo("io.latebind.server.http.HttpListener");
        assertThat(event.get("message").asString()).isEqualTo("ä \ud83d\ude00 \ud83d x");
        assertThat(event.get("requestId").asString()).isEqualTo("0192");
        assertThat(event.get("device").asString()).isEqualTo("a\"b\\c\n\u0001\u2028");
        assertThat(event.get("stack").asString())
                .startsWith("java.lang.IllegalStateException: why\nnot")
                .contains("Caused by: java.lang.RuntimeException: cause");
    }

    @Test
    void keepsEveryEventOnOneLineWhateverItHolds() {
        String forged = "x\n2026-11-22T10:00:00.000Z ERROR forged\r\u0085\u2028\u001b[31m\u202e";
        for (LogFormat format : LogFormat.values()) {
            stream.reset();
            LogOutput.configure(format, LogLevel.INFO, stream);
            MDC.put("device", forged);
            log.error(forged, new IllegalStateException(forged));
            assertThat(stream.toString(UTF_8))
                    .matches("[^\\n]+\\n")
                    .doesNotContain("\r", "\u0085", "\u2028", "\u001b", "\u202e");
        }
    }

    @Test
    void showsStackTracesInTextAtErrorOnly() {
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, stream);
        log.warn("a", new IllegalStateException("planted"));
        log.error("b", new IllegalStateException("planted"));
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).endsWith("a exception=java.lang.IllegalStateException: planted");
        assertThat(lines().getLast()).contains("exception=java.lang.IllegalStateException: planted\\n\\tat ");
    }

    @Test
    void hearsTalkativeLibrariesFromWarnOnAndKeepsToTheLevel() {
        LogOutput.configure(LogFormat.TEXT, LogLevel.DEBUG, stream);
        LoggerFactory.getLogger("org.flywaydb.core.Flyway").info("talk");
        LoggerFactory.getLogger("io.netty.util").warn("heard");
        log.debug("ours");
        log.trace("too fine");
        assertThat(lines()).hasSize(2);
        stream.reset();
        LogOutput.configure(LogFormat.TEXT, LogLevel.ERROR, stream);
        LoggerFactory.getLogger("io.netty.util").warn("not any more");
        log.warn("nor this");
        assertThat(stream.size()).isZero();
    }

    @Test
    void handsOnWhatIsLoggedWithJavasOwnLogging() {
        LogOutput.configure(LogFormat.TEXT, LogLevel.INFO, stream);
        java.util.logging.Logger.getLogger("org.postgresql.Driver")
                .log(java.util.logging.Level.WARNING, "slow {0}", "answer");
        java.util.logging.Logger.getLogger("org.postgresql.Driver").info("talk");
        assertThat(lines()).singleElement().asString().contains("WARN  Driver: slow answer");
    }

    private List<String> lines() {
        return stream.toString(UTF_8).lines().toList();
    }
}
