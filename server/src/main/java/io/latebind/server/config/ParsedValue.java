package io.latebind.server.config;

/** What became of one text: a value, or the reason why it is none (which never repeats the text). */
sealed interface ParsedValue {
    record Good(Object value) implements ParsedValue {}

    record Wrong(String reason) implements ParsedValue {}
}
