package io.latebind.server.config;

/** How a log line looks: for people, or one JSON object. */
public enum LogFormat {
    TEXT,
    JSON
}
