package io.latebind.server.config;

/** From the text of a setting to its value; total. */
@FunctionalInterface
interface ValueParser {
    ParsedValue parse(String text);
}
