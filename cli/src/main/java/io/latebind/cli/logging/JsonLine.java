package io.latebind.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.Map;

/** One JSON object: time, level, logger, thread, message, what the event belongs to (device, requestId), and stack. */
final class JsonLine extends LayoutBase<ILoggingEvent> {
    private static final Map<String, String> TAKEN =
            Map.of("time", "", "level", "", "logger", "", "thread", "", "message", "", "stack", "");

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(240).append('{');
        field(line, "time", OneLine.time(event.getInstant()));
        field(line, "level", event.getLevel().toString());
        field(line, "logger", event.getLoggerName());
        field(line, "thread", event.getThreadName());
        field(line, "message", String.valueOf(event.getFormattedMessage()));
        OneLine.fields(event).forEach((name, value) -> {
            if (!TAKEN.containsKey(name)) {
                field(line, name, value);
            }
        });
        OneLine.stack(event).ifPresent(text -> field(line, "stack", text));
        return line.append("}\n").toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"')
                .append(OneLine.escaped(name, true))
                .append("\":\"")
                .append(OneLine.escaped(value, true))
                .append('"');
    }
}
