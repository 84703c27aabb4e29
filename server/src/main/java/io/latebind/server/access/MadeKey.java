package io.latebind.server.access;

/** A key that was just made: the only moment at which its text is known. */
public record MadeKey(ApiKey key, ApiKeyText text) {}
