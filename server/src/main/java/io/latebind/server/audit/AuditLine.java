package io.latebind.server.audit;

/**
 * One event as it is stored.
 *
 * @param event its canonical JSON
 * @param previousHash lower-case hex
 * @param hash lower-case hex
 */
public record AuditLine(long sequence, String event, String previousHash, String hash) {}
