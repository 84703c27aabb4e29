package io.latebind.server.kernel;

/**
 * One bad field of a request.
 *
 * @param pointer JSON pointer into the body (RFC 6901), or the name of a query parameter with {@code ?} before it
 * @param detail names the value, the reason and the way out; never a secret
 */
public record FieldProblem(String pointer, String detail) {}
