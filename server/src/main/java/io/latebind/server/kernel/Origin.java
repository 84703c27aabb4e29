package io.latebind.server.kernel;

/**
 * Where a call came from, for audit and slowing down.
 *
 * @param address the caller's network address, behind trusted proxies
 * @param requestId as in logs and answers
 */
public record Origin(String address, String requestId) {}
