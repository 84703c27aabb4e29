package io.latebind.server.whole;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that the service logs, down to the finest level, while this is open. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.latebind");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    LogLines() {
        setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        start();
        logger.addAppender(this);
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String cause = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLevel() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                + event.getKeyValuePairs() + " " + cause);
    }

    List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.setAdditive(true);
        logger.setLevel(null);
        logger.detachAppender(this);
        stop();
    }
}
