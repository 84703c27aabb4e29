package io.latebind.cli.logging;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what libraries log with java.util.logging (the PostgreSQL driver, Vert.x), which would else print lines of its own form. */
final class JulBridge extends Handler {
    private final Formatter formatter = new SimpleFormatter();

    static void install() {
        LogManager manager = LogManager.getLogManager();
        manager.reset();
        java.util.logging.Logger root = manager.getLogger("");
        root.addHandler(new JulBridge());
        root.setLevel(Level.WARNING);
    }

    @Override
    public void publish(LogRecord event) {
        String name = event.getLoggerName() == null ? "java.util.logging" : event.getLoggerName();
        Logger logger = LoggerFactory.getLogger(name);
        String message = String.valueOf(formatter.formatMessage(event));
        if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
            logger.error(message, event.getThrown());
        } else if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            logger.warn(message, event.getThrown());
        } else {
            logger.info(message, event.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
