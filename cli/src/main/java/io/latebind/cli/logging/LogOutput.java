package io.latebind.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.latebind.server.config.LogFormat;
import io.latebind.server.config.LogLevel;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up Logback, without a file of its own. */
public final class LogOutput {
    /** They tell at INFO what an operator has no use for; from WARN on they are heard. */
    private static final List<String> TALKATIVE =
            List.of("org.flywaydb", "com.zaxxer.hikari", "io.netty", "io.vertx", "org.eclipse.californium", "org.postgresql");

    private LogOutput() {}

    /** Everything that is logged from now on goes to the stream, one event a line, in UTC; may be called again. */
    public static void configure(LogFormat format, LogLevel level, OutputStream stream) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("the program is built with Logback");
        }
        context.reset();
        Level least = Level.valueOf(level.name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(least);
        root.addAppender(appender(context, format, stream));
        if (Level.WARN.isGreaterOrEqual(least)) {
            TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        JulBridge.install();
    }

    private static OutputStreamAppender<ILoggingEvent> appender(
            LoggerContext context, LogFormat format, OutputStream stream) {
        Layout<ILoggingEvent> layout = switch (format) {
            case TEXT -> new TextLine();
            case JSON -> new JsonLine();
        };
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setName("stderr");
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(new LeftOpen(stream));
        appender.start();
        return appender;
    }

    /** Logback closes what it wrote to when it is set up anew; stderr is not ours to close. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
