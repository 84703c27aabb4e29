package io.latebind.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.Optional;

/** {@code 2026-11-22T10:00:00.123Z INFO  HttpListener: message device=… requestId=…}; stack traces at ERROR only, on the same line. */
final class TextLine extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160)
                .append(OneLine.time(event.getInstant()))
                .append(' ')
                .append(event.getLevel())
                .append(event.getLevel().levelStr.length() < 5 ? "  " : " ")
                .append(simpleName(event.getLoggerName()))
                .append(": ")
                .append(OneLine.escaped(String.valueOf(event.getFormattedMessage()), false));
        OneLine.fields(event)
                .forEach((name, value) ->
                        line.append(' ').append(name).append('=').append(OneLine.escaped(value, false)));
        Optional<String> thrown =
                event.getLevel().isGreaterOrEqual(Level.ERROR) ? OneLine.stack(event) : OneLine.exception(event);
        thrown.ifPresent(text -> line.append(" exception=").append(OneLine.escaped(text, false)));
        return line.append('\n').toString();
    }

    private static String simpleName(String logger) {
        return OneLine.escaped(logger.substring(logger.lastIndexOf('.') + 1), false);
    }
}
