package io.latebind.server.http;

/**
 * What a creating request was answered.
 *
 * @param request SHA-256 of everything that makes it this request and no other
 */
public record StoredAnswer(byte[] request, HttpAnswer answer) {}
