package io.latebind.cli.live;

import java.util.Optional;

/** Puts the lines of an event stream together (WHATWG HTML, 9.2.6). */
final class EventLines {
    private final StringBuilder data = new StringBuilder();
    private Optional<String> id = Optional.empty();

    /** @return the message that this line ends, if it does */
    Optional<ServerEvent> take(String line) {
        if (line.isEmpty()) {
            return end();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (field) {
            case "data" -> data.append(value).append('\n');
            case "id" -> id = Optional.of(value).filter(text -> !text.isEmpty());
            default -> {
                // comments keep the connection alive; the type is in the data
            }
        }
        return Optional.empty();
    }

    private Optional<ServerEvent> end() {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        ServerEvent event = new ServerEvent(id, data.substring(0, data.length() - 1));
        data.setLength(0);
        id = Optional.empty();
        return Optional.of(event);
    }
}
