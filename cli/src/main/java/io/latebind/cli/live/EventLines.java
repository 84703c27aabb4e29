package io.latebind.cli.live;

import java.util.Optional;

/** Puts the lines of an event stream together (WHATWG HTML, 9.2.6). */
final class EventLines {
    private final StringBuilder data = new StringBuilder();
    private Optional<String> id = Optional.empty();
    private Optional<String> lastId = Optional.empty();

    /** The data of the message that this line ends, if it ends one. */
    Optional<String> take(String line) {
        if (line.isEmpty()) {
            return end();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (field) {
            case "data" -> data.append(value).append('\n');
            case "id" -> id = Optional.of(value);
            default -> {
                // comments keep the connection alive; the type is in the data
            }
        }
        return Optional.empty();
    }

    /** Behind what the stream is to go on; a sign of life may bring a newer one without any message. */
    Optional<String> lastId() {
        return lastId;
    }

    private Optional<String> end() {
        lastId = id.or(() -> lastId);
        id = Optional.empty();
        if (data.isEmpty()) {
            return Optional.empty();
        }
        String message = data.substring(0, data.length() - 1);
        data.setLength(0);
        return Optional.of(message);
    }
}
