package io.latebind.server.config;

/** One name and value as somebody wrote it, and where; nothing is checked yet. */
record Setting(String name, String value, String origin) {}
