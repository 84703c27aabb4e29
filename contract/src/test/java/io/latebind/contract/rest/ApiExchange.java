package io.latebind.contract.rest;

import java.util.Optional;

/**
 * One call as a test made it.
 *
 * @param path with or without a query
 * @param requestBody empty when there was none
 * @param contentType of the answer, parameters included; empty when there was none
 */
public record ApiExchange(
        String method,
        String path,
        Optional<String> requestBody,
        int status,
        Optional<String> contentType,
        String responseBody) {}
